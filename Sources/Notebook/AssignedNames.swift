internal import Diagnostics
internal import Syntax

/// The top-level names that a program gives values, in order.
func assignedNames(in program: String) -> [String] {
  let statements = Parser.parse(SourceText(name: "", text: program)).statements
  var names: [String] = []
  for statement in statements {
    switch statement.kind {
    case .assign(let targets, _): names += targets.map(\.name.name)
    case .update(let target, _, _, at: _): names.append(target.name.name)
    case .function(let function): if let name = function.name?.name { names.append(name) }
    default: break
    }
  }
  var seen: Set<String> = []
  return names.filter { seen.insert($0).inserted }
}
