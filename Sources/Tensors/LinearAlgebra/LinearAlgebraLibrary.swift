internal import Glibc

/// OpenBLAS (or another BLAS with LAPACK), opened when the first large product or decomposition
/// needs it.
///
/// It is not linked: programs that never use it start faster. It runs on one thread, because
/// parallelism comes from labels, tasks and blocks, in parts that do not depend on how many threads
/// there are.
struct LinearAlgebraLibrary: @unchecked Sendable {
  private let handles: [UnsafeMutableRawPointer]

  private static let opened = Result { () throws(TensorError) in
    try LinearAlgebraLibrary(
      anyOf: [["libopenblas.so.0"], ["libopenblas.so"], ["libblas.so.3", "liblapack.so.3"]])
  }

  /// The library, opened at first use.
  ///
  /// - Throws: `TensorError` that names the package to install.
  static var shared: LinearAlgebraLibrary {
    get throws { try opened.get() }
  }

  /// Opens the first of several sets of files that is complete.
  init(anyOf choices: [[String]]) throws(TensorError) {
    setenv("OPENBLAS_NUM_THREADS", "1", 1)
    for names in choices {
      let found = names.compactMap { dlopen($0, RTLD_NOW | RTLD_LOCAL) }
      if found.count == names.count {
        handles = found
        return
      }
      for handle in found { dlclose(handle) }
    }
    throw TensorError(
      .limit, "the linear algebra library OpenBLAS was not found",
      notes: ["install it with: apt-get install libopenblas-dev"])
  }

  /// A C function by its name; the caller's declaration says its type.
  func function<Signature>(_ name: String) throws -> Signature {
    for handle in handles {
      if let symbol = dlsym(handle, name) { return unsafeBitCast(symbol, to: Signature.self) }
    }
    throw TensorError(
      .limit, "the installed linear algebra library lacks \(name)",
      notes: ["install OpenBLAS with: apt-get install libopenblas-dev"])
  }

  /// A size as the library's 32-bit integer.
  static func integer(_ size: Int) throws -> Int32 {
    guard let small = Int32(exactly: size) else {
      throw TensorError(
        .limit, "a matrix side of \(size) is too long for the linear algebra library")
    }
    return small
  }
}
