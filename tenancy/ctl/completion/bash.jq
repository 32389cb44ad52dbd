include "tree";
def words(list): list | join(" ") | @sh;

tree | . as $tree | "# bash completion of joingatectl, made from `joingatectl describe`.
# Where nothing of it fits, bash completes file names.
_joingatectl() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} i next path='' words='' options='' valued=''
    # bash makes three words of --option=value.
    [[ $before != '=' ]] || before=${COMP_WORDS[COMP_CWORD - 2]}
    if [[ $current == '=' ]]; then current='' before=${COMP_WORDS[COMP_CWORD - 1]}; fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        next=${path:+$path/}${COMP_WORDS[i]}
        case $next in
        \($tree | map(.path | select(. != "")) | join(" | "))) path=$next ;;
        esac
    done
    case $path in
\($tree | map("    \(if .path == "" then "''" else .path end))
        words=\(words([.below[].name] + .words))
        options=\(words([.options[].name]))
        valued=\(words([.options[] | select(.valued) | .name]))
        ;;") | join("\n"))
    esac
    COMPREPLY=()
    case \"$path $before\" in
\([$tree[] | .path as $path | .options[] | select(.values != [])
   | "    \("\($path) \(.name)" | @sh)) words=\(words(.values)) valued='' ;;"] | join("\n"))
    esac
    if [[ \" $valued \" == *\" $before \"* ]]; then return; fi
    [[ $current != -* ]] || words=$options
    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")
}
complete -o default -F _joingatectl joingatectl"
