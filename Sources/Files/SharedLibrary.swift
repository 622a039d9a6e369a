package import Diagnostics
internal import Glibc

/// A C library that is opened when it is first used, and then stays open.
package struct SharedLibrary: @unchecked Sendable {
  private let handle: UnsafeMutableRawPointer
  private let title: String
  private let package: String

  /// Opens the first of several files that is there.
  ///
  /// - Parameters:
  ///   - names: the files, with their versions.
  ///   - title: what errors call it, such as `the JSON library Jansson`.
  ///   - package: what installs it.
  /// - Throws: `limit` that names the package.
  package init(anyOf names: [String], called title: String, package: String) throws(Failure) {
    guard let handle = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else {
      throw Failure(
        .limit, "\(title) was not found", notes: ["install it with: apt-get install \(package)"])
    }
    self.handle = handle
    self.title = title
    self.package = package
  }

  /// A C function by its name; the caller's declaration says its type.
  package func function<Signature>(_ name: String) throws(Failure) -> Signature {
    guard let symbol = dlsym(handle, name) else {
      throw Failure(
        .limit, "the installed version of \(title) lacks \(name)",
        notes: ["install another with: apt-get install \(package)"])
    }
    return unsafeBitCast(symbol, to: Signature.self)
  }
}
