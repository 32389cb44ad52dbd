# What the tests must have provoked, as TAP. In: the catalogue. $calls: lines of action, version and code;
# $published, $decided, $unprovokable: the files of tests/.
def named($list; $name): $list | any(.name == $name);

$published[0] as $published | $decided[0] as $decided | $unprovokable[0] as $unprovokable
| ($calls | split("\n") | map(select(. != "") | split("\t"))) as $seen
| ($seen | map({key: "\(.[0]) \(.[2])", value: true}) | from_entries) as $provoked
| ($seen | map({key: "\(.[0]) \(.[1]) \(.[2])", value: true}) | from_entries) as $by_version
| ($unprovokable | map(.code as $code | .reason as $reason | .actions[] | {action: ., code: $code})) as $excused

# The codes that an action documents: its table, the decisions, and what it answers by its nature.
| def documented: . as $action
    | $published.actions[.name] as $page
    | $page.errors
      + ["ForbiddenByRam", "ForbiddenByRiskControl", "CloudProductNotActivated", "InternalError"]
      + (if $action.feature then ["FeatureNotActivated"] else [] end)
      + (if $action.parameters | any(.required) then ["MissingParameter"] else [] end)
      + (if $action.parameters | any(.rule != "name") then ["InvalidParameter"] else [] end)
      + [$decided.more_codes[]
         | select(.action == $action.name or (.takes and named($action.parameters; .takes))) | .code]
    | unique;

def gaps: . as $action
    | (documented[] | select($provoked["\($action.name) \(.)"] | not)
       | select(. as $code | $excused | any(.action == $action.name and .code == $code) | not)
       | "never answered \(.)"),
      (.versions[]
       | select($by_version["\($action.name) \(.) Success"] | not) | "never succeeded in \(.)"),
      ($excused[] | select(.action == $action.name) | .code
       | if $provoked["\($action.name) \(.)"] then "answered \(.), which unprovokable.json excuses"
         elif . as $code | $action | documented | any(. == $code) | not then
             "documents no \(.), which unprovokable.json excuses"
         else empty end);

# A code with a name in it was seen where any such code was. One that is excused need not be seen.
def seen_anywhere($code): ($code | split("${name}")) as $part
    | $seen | any(.[2] | if ($part | length) == 1 then . == $code
        else startswith($part[0]) and endswith($part[1]) and . != $code end);

[(.actions[] | {name, gaps: [gaps]}),
 {name: "every refusal", gaps: [.codes[].code | select(seen_anywhere(.) or (. as $code | $excused | any(.code == $code)) | not) | "nobody was answered \(.)"]},
 ([.actions[].name] as $names
  | {name: "every excuse", gaps: [$excused[].action | select(. as $name | $names | index($name) | not)
                                  | "\(.) is no action of ours"]})]
| "TAP version 13",
  (to_entries[]
   | "\(if .value.gaps == [] then "ok" else "not ok" end) \(.key + 1) - \(.value.name)",
     (.value.gaps[] | "    # \(.)")),
  "1..\(length)",
  "# tests \(length)",
  "# fail \(map(select(.gaps != [])) | length)"
