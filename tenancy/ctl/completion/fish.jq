include "tree";
def quoted: "'" + (gsub("(?<c>[\\\\'])"; "\\\(.c)")) + "'";

tree | . as $tree | "# fish completion of joingatectl, made from `joingatectl describe`.
function __joingatectl_at --description 'Whether the words typed lead to this command'
    set -l place
    for word in (commandline --tokenize --cut-at-cursor --current-process)[2..]
        set -l next (string join / $place $word)
        contains -- $next \($tree | map(.path | select(. != "")) | join(" ")); and set place $next
    end
    test \"$place\" = \"$argv\"
end
\($tree | map("__joingatectl_at \(.path)" as $at
    | (.below[] | "complete -c joingatectl -f -n '\($at)' -a \(.name) -d \(.help | quoted)"),
      (.words[] | "complete -c joingatectl -f -n '\($at)' -a \(.)"),
      (.options[] | "complete -c joingatectl -n '\($at)' -l \(.name | ltrimstr("--")) -d \(.help | quoted)"
        + if .values != [] then " -x -a \(.values | join(" ") | quoted)" elif .valued then " -r" else "" end))
  | join("\n"))"
