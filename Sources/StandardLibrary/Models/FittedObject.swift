internal import Charts
internal import Learners
internal import MultiLabel
internal import Optimization
internal import Runtime
internal import Tensors

/// A trained multi-label model as a value of the language.
struct FittedObject: LanguageObject, ValueConvertible {
  static let typeName = "fitted model"

  let model: any FittedMultiLabel

  init(_ model: any FittedMultiLabel) { self.model = model }

  var typeName: String { FittedObject.typeName }

  var summary: String { "<fitted \(model.summary)>" }

  var fieldNames: [String] { fields.map(\.name) }

  func field(_ name: String) throws -> Value? {
    fields.first { $0.name == name }?.value()
  }

  /// Whether the other learned the same numbers.
  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? FittedObject, other.summary == summary,
      other.fieldNames == fieldNames
    else { return false }
    return zip(fields, other.fields).allSatisfy { $0.value().isEqual(to: $1.value()) }
  }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    return FittedDisplay(model: model).panels.map { Charts.text($0, drawing) }
      .joined(separator: "\n")
  }
}

extension FittedObject: Describable {
  var sentence: String {
    let state = model.converged ? "" : " that did not converge"
    return "A fitted \(model.summary)\(state), from \(counted(model.featureCount, "feature")) to "
      + "\(counted(model.labelCount, "label"))."
  }
}

// MARK: - Fields

extension FittedObject {
  typealias Field = (name: String, value: () -> Value)

  /// What `fitted.name` reads, in order.
  private var fields: [Field] {
    var fields: [Field] = [
      ("labels", { model.labelNames.value }), ("features", { model.featureNames.value }),
    ]
    switch model {
    case let model as FittedBinaryRelevance: fields += linkFields(model.models, parents: nil)
    case let chain as FittedChain:
      fields += [
        ("order", { vector(chain.order) }),
        ("parents", { .flatList(chain.parents.map(vector)) }),
      ]
      fields += linkFields(chain.links, parents: chain.parents)
    case let model as FittedPowerset: fields += powersetFields(model)
    default: break
    }
    let reports = model.fits.map(\.report)
    fields += [
      ("objective", { .number(reports.reduce(0) { $0 + $1.objective }) }),
      ("iterations", { vector(reports.map(\.iterations)) }),
      ("converged", { .bool(model.converged) }), ("notes", { model.notes.value }),
      ("model", { .text(model.summary) }),
    ]
    return fields
  }

  /// Coefficients of one yes-or-no model a label; a constant label has an infinite intercept.
  private func linkFields(_ links: [any FittedBinary], parents: [[Int]]?) -> [Field] {
    let (C, d) = (model.labelCount, model.featureCount)
    guard links.allSatisfy({ $0.linear != nil || $0.constant != nil }) else { return [] }
    var fields: [Field] = [
      (
        "coefficients",
        {
          .tensor(
            Tensor(
              links.flatMap { link -> [Double] in
                link.linear.map { Array($0.weights.prefix(d)) } ?? Array(repeating: 0, count: d)
              }, Shape(C, d)))
        }
      ),
      (
        "intercepts",
        {
          Tensor(
            links.map { link -> Double in
              link.linear?.intercept ?? (link.constant == 1 ? .infinity : -.infinity)
            }
          ).value
        }
      ),
    ]
    guard let parents else { return fields }
    fields.append(
      (
        "parent_coefficients",
        {
          var table = Tensor(repeating: 0, Shape(C, C))
          for c in 0..<C {
            guard let linear = links[c].linear else { continue }
            for (j, parent) in parents[c].enumerated() { table[c, parent] = linear.weights[d + j] }
          }
          return .tensor(table)
        }
      ))
    return fields
  }

  private func powersetFields(_ model: FittedPowerset) -> [Field] {
    let classes = model.classes
    var fields: [Field] = [
      (
        "classes",
        {
          .tensor(
            Tensor(classes.sets.flatMap(\.entries), Shape(classes.count, classes.labelCount)))
        }
      ),
      ("counts", { vector(classes.rows.map(\.count)) }),
    ]
    if let softmax = model.model as? SoftmaxModel {
      fields += [
        ("coefficients", { .tensor(softmax.weights) }),
        ("intercepts", { Tensor(softmax.intercepts).value }),
      ]
    }
    return fields
  }

  private func vector(_ numbers: [Int]) -> Value { .tensor(Tensor(numbers.map(Double.init))) }
}
