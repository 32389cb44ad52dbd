include "tree";
def described: map("\(.name):\(.help)" | @sh) | join(" ");

tree | . as $tree | "#compdef joingatectl
# zsh completion of joingatectl, made from `joingatectl describe`.
_joingatectl() {
    local place= word
    local -a below values options valued
    for word in ${words[2,CURRENT-1]}; do
        case ${place:+$place/}$word in
        \($tree | map(.path | select(. != "")) | join("|"))) place=${place:+$place/}$word ;;
        esac
    done
    case $place in
\($tree | map("    \(if .path == "" then "''" else .path end))
        below=(\(.below | described))
        values=(\(.words | map(@sh) | join(" ")))
        options=(\(.options | described))
        valued=(\([.options[] | select(.valued) | .name | @sh] | join(" ")))
        ;;") | join("\n"))
    esac
    if (( ${valued[(Ie)${words[CURRENT-1]}]} )); then
        _files
    elif [[ $PREFIX == -* ]]; then
        _describe option options
    elif (( $#below )); then
        _describe command below
    elif (( $#values )); then
        compadd -a values || _files
    else
        _files
    fi
}
_joingatectl \"$@\""
