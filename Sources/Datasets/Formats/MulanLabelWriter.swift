internal import Diagnostics
internal import Files

/// Writes Mulan's label file, which names the columns of an ARFF file that are labels.
///
/// - Throws: `data` for a name that XML cannot hold; `file` with the reason; an older file of the
///   name is then untouched.
package func writeMulanLabels(_ names: [String], to path: String) throws {
  var text =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    + "<labels xmlns=\"http://mulan.sourceforge.net/labels\">\n"
  for name in names {
    guard name.unicodeScalars.allSatisfy({ $0.value >= 32 || "\t\n\r".unicodeScalars.contains($0) })
    else {
      throw Failure(
        .data, "label \(Array(name.utf8)) holds a control character, which XML cannot hold",
        notes: ["write_arff(data, path, xml=false) names the labels in the header instead"])
    }
    text += "<label name=\"\(escaped(name))\"></label>\n"
  }
  try File.write(Array((text + "</labels>\n").utf8), to: path)
}

/// A text between double quotes in XML.
private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\t", "\n", "\r": result += "&#\(scalar.value);"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
