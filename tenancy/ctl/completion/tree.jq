# The commands of `joingatectl describe` as a list: path ("account/create", "" for the program), help, the commands
# below, options with those of the program, and the values that arguments can have. Sorted, so that it is the same
# whatever the order in which the program names them.
def values: [.takes | capture("\\{(?<all>.*)\\}").all | split(",")[]];

def tree:
    map(. + {path: (.command | split(" ")[1:] | join("/"))}) | . as $all
    | (map(select(.path == ""))[0].options) as $common
    | map(.path as $path | {
        path: $path,
        help: .help,
        below: [$all[] | select(.path != "" and (.path | split("/")[:-1] | join("/")) == $path)
                | {name: (.path | split("/")[-1]), help: .help}] | sort_by(.name),
        options: (.options + $common | map(select(.name | startswith("-"))
                  | {name: .name, help: .help, valued: (.takes != ""), values: values}) | unique_by(.name)),
        words: [.options[] | select(.name | startswith("-") | not) | values[]]
      })
    | sort_by(.path);
