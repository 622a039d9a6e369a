internal import Charts
internal import MultiTask
internal import Runtime
internal import Tensors

/// A path of λ as a value of the language; the shell shows its charts.
struct PathObject: LanguageObject, ValueConvertible {
  static let typeName = "path of lambda"

  let path: RegularisationPath

  init(_ path: RegularisationPath) { self.path = path }

  var typeName: String { PathObject.typeName }

  var summary: String {
    "<path of \(path.model.penalty.summary): \(counted(path.points.count, "lambda"))>"
  }

  var elementCount: Int? { path.points.count }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = (other as? PathObject)?.path else { return false }
    return path.lambdas == other.lambdas && path.validation?.errors == other.validation?.errors
      && zip(path.points, other.points).allSatisfy { $0.weights == $1.weights }
  }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    let pictures = PathPictures(path)
    let charts = path.validation == nil ? [] : [pictures.validation(height: 5)]
    return ([pictures.heading] + (charts + [pictures.weights(height: 5)]).map(\.panels).joined())
      .map { Charts.text($0, drawing) }.joined(separator: "\n")
  }
}

extension PathObject: Describable {
  var sentence: String {
    let (points, greatest) = (path.points, path.lambdas.first ?? 0)
    let chosen = path.chosenPosition.map {
      "; \(counted(path.validation?.errors.first?.count ?? 0, "fold")) choose "
        + shortNumber(path.lambdas[$0])
    }
    return "The path of \(path.model.penalty.summary) through \(counted(points.count, "lambda")) "
      + "from \(shortNumber(greatest)) to \(shortNumber(path.lambdas.last ?? 0))\(chosen ?? "")."
  }
}

extension PathObject: Plottable {
  var pictures: [String] {
    (path.validation == nil ? [] : ["validation"]) + ["rows", "spectrum", "distances"]
  }

  func picture(_ name: String) throws -> ChartObject {
    let pictures = PathPictures(path)
    let picture =
      switch name {
      case "validation": pictures.validation(height: 11)
      case "rows": pictures.rows(height: 11)
      case "distances": pictures.distances(height: 11)
      default: pictures.spectrum(height: 11)
      }
    return ChartObject(picture.chart, notes: picture.notes)
  }
}

// MARK: - Fields

extension PathObject {
  private typealias Field = (name: String, value: () -> Value)

  var fieldNames: [String] { fields.map(\.name) }

  func field(_ name: String) throws -> Value? { fields.first { $0.name == name }?.value() }

  private var fields: [Field] {
    let points = path.points
    func vector(_ value: @escaping (PathPoint) -> Double) -> () -> Value {
      { .tensor(Tensor(points.map(value))) }
    }
    var fields: [Field] = [
      ("lambdas", vector(\.lambda)), ("objective", vector(\.objective)), ("loss", vector(\.loss)),
      ("W", { .flatList(points.map { .tensor($0.weights.tensor) }) }),
      ("b", { .flatList(points.map { .tensor(Tensor($0.intercepts)) }) }),
      ("rank", vector { Double($0.rank) }), ("nonzero_rows", vector { Double($0.usedFeatures) }),
      ("iterations", vector { Double($0.iterations) }),
      ("converged", { .bool(points.allSatisfy(\.converged)) }),
      ("lambda_max", { path.greatest.map { .number($0.value) } ?? .none }),
    ]
    guard let validation = path.validation, let place = path.chosenPosition else { return fields }
    let folds = validation.errors.first?.count ?? 0
    let lambdas = path.lambdas
    fields += [
      (
        "errors",
        { .tensor(Tensor(validation.errors.flatMap { $0 }, Shape(points.count, folds))) }
      ),
      ("mean", { .tensor(Tensor(validation.means)) }),
      ("se", { .tensor(Tensor(validation.standardErrors)) }),
      ("best", { .number(lambdas[validation.best]) }),
      ("one_se", { .number(lambdas[validation.oneStandardError]) }),
      ("lambda", { .number(lambdas[place]) }),
      ("chosen", { path.chosen.map { FittedTasksObject($0).value } ?? .none }),
    ]
    return fields
  }
}
