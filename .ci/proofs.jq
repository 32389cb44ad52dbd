# docs/proofs.json as docs/proofs.md.
def cell: gsub("\\|"; "\\|");
def took: if . < 120 then "\(.) s" else "\((. / 60) | round) min" end;
def bugs: if .bugs_seen == [] then "none" else (.bugs_seen | map("`\(.)`") | join(", ")) end;

"# Proofs",
"",
"Written by `./dev prove`, which runs each proof at full size against real servers; `./dev test` runs each at a quick size.",
"A proof must also turn red with every bug that is planted for it (`tests/bugs/`, `tests/fuzz/bugs/`, `tests/sanitized/bugs/`",
"or in the proof itself). A run is repeated by",
"`./dev prove NAME --seed SEED`.",
"",
"| Proof | Holds | Date | Took | Seed | Seen red with |",
"|---|---|---|---|---|---|",
(to_entries | sort_by(.key)[] | .value
  | "| [\(.name)](#\(.name)) | \(if .green and .bugs == (.bugs_seen | length) then "yes" else "**no**" end) | \(.date) | \(.seconds | took) | \(.seed) | \(bugs) |"),
(to_entries | sort_by(.key)[] | .value
  | "",
    "## \(.name)",
    "",
    (.rules[] | "- \(.)"),
    (.broken[] | "- **Broken:** \(.)"),
    "",
    (if .figures == [] then empty else
      "| Figure | Value |", "|---|---|", (.figures[] | "| \(.[0] | cell) | \(.[1] | cell) |"), "" end),
    "\(.machine); \(.versions).")
