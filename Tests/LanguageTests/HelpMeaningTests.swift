import Diagnostics
import Runtime
import StandardLibrary
import Testing

/// What a newcomer types is answered with the function that is meant.
@Suite("Help by meaning")
struct HelpMeaningTests {
  /// What is asked, and the functions of which one must come first.
  static let queries: [(String, String)] = [
    ("accuracy", "accuracy"),
    ("learning rate", "adam"),
    ("confusion", "confusion"),
    ("confusion matrix", "confusion"),
    ("overfitting", "cross_validate"),
    ("plot a line", "plot"),
    ("read csv", "read_csv"),
    ("load a csv file", "read_csv"),
    ("save a model", "save"),
    ("load model", "load"),
    ("train a model", "fit"),
    ("train test split", "split_data"),
    ("cross validation", "cross_validate"),
    ("k fold", "k_fold"),
    ("histogram", "hist"),
    ("scatter plot", "scatter"),
    ("bar chart", "bar"),
    ("box plot", "box"),
    ("heatmap", "heat"),
    ("random numbers", "randn|rand"),
    ("random seed", "seed"),
    ("standard deviation", "std"),
    ("average", "mean"),
    ("matrix inverse", "inv"),
    ("solve linear equations", "solve"),
    ("eigenvalues", "eig"),
    ("singular value decomposition", "svd"),
    ("sort descending", "sort"),
    ("number of rows", "shape"),
    ("length of a vector", "len|norm"),
    ("join tensors", "concat"),
    ("logistic regression", "logistic"),
    ("support vector machine", "linear_svm"),
    ("random forest", "random_forest"),
    ("nearest neighbours", "knn|ml_knn"),
    ("naive bayes", "gaussian_nb|bernoulli_nb"),
    ("neural network", "neural_network|hard_sharing"),
    ("multi label classification", "binary_relevance"),
    ("classifier chain", "classifier_chain"),
    ("label powerset", "label_powerset"),
    ("multi task learning", "multitask|hard_sharing"),
    ("mixture of experts", "mmoe|moe"),
    ("low rank", "nuclear"),
    ("lasso", "l1"),
    ("weight decay", "l2"),
    ("regularization path", "lambda_path"),
    ("dropout", "dropout"),
    ("batch normalization", "batch_norm"),
    ("gradient descent", "adam|sgd"),
    ("derivative", "grad"),
    ("early stopping", "fit"),
    ("continue training", "resume"),
    ("probability", "proba"),
    ("predict", "predict"),
    ("decision threshold", "tune_thresholds"),
    ("f1 score", "f1"),
    ("roc curve", "roc_auc"),
    ("hamming loss", "hamming_loss"),
    ("cross entropy", "log_loss"),
    ("compare models", "compare"),
    ("best model", "compare"),
    ("missing values", "statistics|standardize"),
    ("normalize features", "standardize"),
    ("class imbalance", "statistics"),
    ("fake data", "make_labels"),
    ("step by step", "step"),
    ("read json", "read_json"),
    ("write text file", "write_text"),
    ("identity matrix", "eye"),
    ("list comprehension", "map"),
    ("label correlation", "cooccurrence"),
  ]

  @Test("finds the right function first", arguments: queries)
  func first(query: String, expected: String) {
    let found = Array(Help.functions(meantBy: query).prefix(3))
    #expect(
      expected.split(separator: "|").contains { found.first ?? "" == $0 }, "?\(query): \(found)")
  }

  @Test("shows what is found on a page", arguments: queries)
  func page(query: String, expected: String) throws {
    let text = try Help.page(query).map(\.text).joined(separator: "\n")
    #expect(expected.split(separator: "|").contains { text.contains($0) }, "\(text)")
  }

  @Test("knows only functions that exist")
  func meaningsAreOfFunctions() {
    let names = Set(StandardLibrary.builtins.map(\.name))
    for name in HelpMeanings.functions { #expect(names.contains(name), "\(name)") }
    for (name, options) in KeyOptions.chosen {
      let builtin = StandardLibrary.builtins.first { $0.name == name }
      for option in options {
        #expect(builtin?.parameters.contains { $0.name == option } == true, "\(name): \(option)")
      }
    }
  }

  // MARK: - First screens

  private func opening(_ name: String, rows: Int, width: Int = 80) throws -> [String] {
    let lines = try Help.opening(name, rows: rows, width: width)
    return TextFolding.folded(lines, width: width)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  @Test("of every function fit, and tell how to see the rest")
  func openingsFit() throws {
    for builtin in StandardLibrary.builtins {
      let whole = TextFolding.folded(try Help.page(builtin.name), width: 80)
      let lines = try opening(builtin.name, rows: 22)
      #expect(lines.count <= 22, "\(builtin.name): \(lines.count)")
      let all = whole.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      guard all > 22 else {
        #expect(lines.count == all, "\(builtin.name)")
        continue
      }
      let left = all - (lines.count - 1)
      #expect(lines.last == "\(left) more lines: ?\(builtin.name) all", "\(builtin.name)")
      #expect(lines.contains { $0.contains(builtin.summary.prefix(30)) }, "\(builtin.name)")
      #expect(
        TextFolding.folded(
          try Help.opening(builtin.name + " all", rows: 22, width: 80), width: 80) == whole)
    }
  }

  @Test("show the call, what it is for, three options and an example")
  func openingOfFit() throws {
    let lines = try opening("fit", rows: 22)
    #expect(
      lines.first == "fit(model, X, epochs=20, batch=32, optimizer=adam(lr=0.001), …)")
    for option in ["  epochs ", "  batch ", "  optimizer "] {
      #expect(lines.count { $0.hasPrefix(option) } == 1, "\(option)")
    }
    #expect(lines.contains { $0.hasPrefix("  > ") })
    #expect(!lines.contains { $0.hasPrefix("  checkpoint ") })
  }

  @Test("of small screens fit, too")
  func smallScreens() throws {
    for (rows, width) in [(8, 20), (10, 40), (5, 80)] {
      for name in ["fit", "plot", "values", "tensor", "classifier_chain"] {
        let lines = try opening(name, rows: rows, width: width)
        #expect(lines.count <= max(rows, 14), "\(name): \(lines)")
        #expect(lines.joined(separator: " ").contains("?\(name)"), "\(name)")
      }
    }
  }
}
