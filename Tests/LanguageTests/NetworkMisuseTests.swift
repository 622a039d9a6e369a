import Diagnostics
import Glibc
import Testing

/// What a clumsy user does with networks: every mistake ends in a sentence, with the verb and the fix.
@Suite struct NetworkMisuseTests {
  private static let setting =
    "X = [1, 2; 3, 4; 5, 6; 7, 9]; a = [1, 2, 3, 4]; b = [0, 1, 1, 0]; "
    + "net = hard_sharing(inputs=2, trunk=[dense(3), tanh], heads={a: regression(), b: binary()}); "

  /// What running a program writes, or its error's message.
  private func outcome(_ source: String) -> String {
    do {
      return try Session().run(Self.setting + source)
    } catch {
      return error.message
    }
  }

  private func notes(_ source: String) -> [String] {
    do {
      _ = try Session().run(Self.setting + source)
      return []
    } catch {
      return error.notes
    }
  }

  private static func fit(_ option: String) -> String { "fit(net, X, {a: a, b: b}, \(option))" }

  @Test(
    "options out of their range are told with the verb",
    arguments: [
      ("noise=inf", "fit: noise must be a finite number ≥ 0, found the number inf"),
      (
        "copies=1e9",
        "fit: copies must be a whole number from 1 to 10,000, found the number 1000000000"
      ),
      ("copies=5", "fit: copies: 5 copies need noise to differ, found noise=0"),
      ("validation=1", "fit: validation: expected a share between 0 and 1, found 1.0"),
      ("weights={a: 0, b: 0}", "fit: expected at least one head with a weight above 0"),
      ("sample_weights=[1, 2]", "fit: sample_weights: expected 4 numbers, found 2"),
      ("freeze=[\"nope\"]", "fit: freeze names 'nope', but no layer with weights is called that"),
      ("optimizer=adam(lr=inf)", "adam: lr must be a finite number > 0, found the number inf"),
      (
        "optimizer=sgd(momentum=inf)",
        "sgd: momentum must be a finite number ≥ 0, found the number inf"
      ),
    ])
  func options(option: String, message: String) {
    #expect(outcome(Self.fit(option)) == message)
  }

  @Test("words in place of values say how the value is made")
  func hints() {
    let optimizers = ["optimizer=adam(lr=0.001) is one; so are adamw(…) and sgd(…)"]
    #expect(notes(Self.fit("optimizer=\"adam\"")) == optimizers)
    #expect(
      notes(Self.fit("weights=\"foo\""))
        == ["weightings that learn: \"uncertainty\", \"gradnorm\", \"dwa\", \"pcgrad\""])
    let brackets = ["adam(…) makes one: the brackets are missing"]
    #expect(notes(Self.fit("optimizer=adam")) == brackets)
    let layer = ["batch_norm(…) makes one: the brackets are missing"]
    #expect(
      notes("hard_sharing(inputs=2, trunk=[dense(3), batch_norm], heads={a: binary()})") == layer)
  }

  @Test("networks and steps that do not fit in memory are errors")
  func memory() {
    let wide = "hard_sharing(inputs=100000, trunk=[dense(100000)], heads={a: binary()})"
    #expect(
      outcome(wide) == "hard_sharing: a network of 10000200001 parameters does not fit in memory")
    let step =
      "fit(hard_sharing(inputs=1, trunk=[dense(100000), relu, dense(2)], heads={a: regression()}), "
      + "zeros(10000000, 1), {a: zeros(10000000)}, epochs=1, batch=10000000)"
    #expect(outcome(step) == "fit: what a step on 10000000 rows computes does not fit in memory")
  }

  @Test("files that cannot be written are told before anything is learned")
  func files() {
    let lost = Self.fit("epochs=1e9, checkpoint=\"/no/such/folder/a.run\"")
    #expect(outcome(lost) == "cannot write /no/such/folder/a.run: its folder does not exist")
    #expect(outcome(Self.fit("epochs=1e9, checkpoint=\"/\"")) == "cannot write /: it is a folder")
    #expect(outcome(Self.fit("log=\"\"")) == "cannot write a file without a name")
    #expect(
      outcome(Self.fit("checkpoint=\"a.run\", log=\"./a.run\""))
        == "fit: checkpoint and log must be two files, found \"./a.run\" for both")
    #expect(
      outcome("cross_validate(net, X, {a: a, b: b}, folds=2, training={checkpoint: \"a.run\"})")
        == "cross_validate: found checkpoint=, which is an option of fit")
  }

  @Test("networks of images are made again from what their files say")
  func images() throws {
    var template = Array("/tmp/tandem-misuse-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { rmdir(folder) }
    let path = folder + "/a.net"
    defer { unlink(path) }
    let source = """
      net = hard_sharing(inputs=[1, 2, 2], trunk=[conv2d(2, 1), relu, flatten, dense(2)], heads={a: binary()})
      m = fit(net, [1, 2, 3, 4; 4, 3, 2, 1], {a: [0, 1]}, epochs=2)
      save(m, "\(path)")
      print(net, load("\(path)") == m)
      """
    let expected =
      "hard_sharing(inputs=[1, 2, 2], trunk=[conv2d(2, 1, padding=\"same\"), relu, flatten(), dense(2)], "
      + "heads={a: binary()}) true"
    #expect(try Session().run(source) == expected)
  }
}
