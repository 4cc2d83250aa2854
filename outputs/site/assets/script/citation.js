"use strict";
/* How a report is cited (GB/T 7714, [R]), and where its file lies. */
const AUTHORS = 3; // that are named before 等

/** The authors as a reference lists them: the first three, then 等. */
function authorsText(author) {
  const names = author.split(/[、，,；;]\s*/).filter(Boolean);
  return names.length > AUTHORS ? `${names.slice(0, AUTHORS).join(", ")}, 等` : names.join(", ");
}

/** A reference to a report; `page` is the page that is quoted. What the report does not say is left out. */
function citation({ title, about }, page) {
  const { author, issuer, number, date } = about;
  const who = author ? authorsText(author) : issuer;
  const told = [title, number].filter(Boolean).join(": ");
  const year = /^\d{4}/.test(date || "") ? date : null;
  const issued = [author ? issuer : null, year].filter(Boolean).join(", ");
  const at = page ? `: ${page}.` : ".";
  return [who && `${who}.`, issued ? `${told}[R]. ${issued}${at}` : `${told}[R]${at}`].filter(Boolean).join(" ");
}

/** Members of an archive are named behind it: reports.zip/a.docx lies in reports.zip. */
function fileParts(name) {
  const parts = name.split("/");
  const archive = parts.slice(0, -1).findIndex((part) => /\.zip$/i.test(part));
  return archive < 0 ? parts : parts.slice(0, archive + 1);
}

/** The address of an original file, at a page where it has pages that can be opened; null where it cannot be reached. */
function originHref(roots, name, page) {
  const parts = fileParts(name);
  const known = ["", parts[0]].find((part) => Object.hasOwn(roots, part));
  if (known === undefined) return null;
  const path = [...roots[known].split("/").filter(Boolean), ...parts].map((part, i) => (i === 0 && part === "file:" ? part : encodeURIComponent(part)));
  const pdf = /\.pdf$/i.test(parts[parts.length - 1]);
  return `${path.join("/")}${pdf && page ? `#page=${page}` : ""}`;
}
