"""The site: static pages that open by double click. Their data lie beside them as scripts, in files loaded at need."""
