"""A reader of chosen cases (案例选编) as a DOCX for people who read on paper."""
