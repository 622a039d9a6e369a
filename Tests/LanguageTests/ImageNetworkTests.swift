import Runtime
import Glibc
import Testing

@Suite("Networks on images in the language")
struct ImageNetworkTests {
  private static let setup = """
    d = make_digits(60)
    Y = {digit: d.Y.digit, odd: d.Y.digit % 2}
    h = {digit: classes(10), odd: binary()}
    block = [conv2d(3, 5), relu, max_pool(4), conv2d(4, 2, padding="valid"), batch_norm(), tanh,
      dropout(0.2), flatten(), dense(6), relu]

    """

  /// Every architecture on images.
  static let networks = [
    "hard_sharing(inputs=[1, 28, 28], trunk=block, heads=h)",
    "hard_sharing(inputs=[1, 28, 28], trunk=block[:3], tower=block[3:], heads=h)",
    "soft_sharing(inputs=[1, 28, 28], trunk=block, heads=h)",
    "cross_stitch(inputs=[1, 28, 28], trunk=block, heads=h)",
    "conditioned(inputs=[1, 28, 28], trunk=block, method=\"film\", at=[0, 3], heads=h)",
    "conditioned(inputs=[1, 28, 28], trunk=block, method=\"kernel\", at=[3], heads=h)",
    "encoder_decoders(inputs=[1, 28, 28], encoder=block[:7], decoder=block[7:], heads=h)",
    "mmoe(inputs=[1, 28, 28], experts=2, expert=block, heads=h)",
  ]

  @Test("fit, predict, step, save and load alike", arguments: networks)
  func roundTrip(_ network: String) throws {
    let path = "/tmp/tandem-image-\(getpid())-\(network.hashValue).net"
    defer { unlink(path) }
    let session = Session()
    let text = try session.run(
      Self.setup + """
        net = \(network)
        f = fit(net, d.X, Y, epochs=2, batch=17, precision="single")
        save(f, "\(path)")
        g = load("\(path)")
        s = step(net, d.X, Y, epochs=2, batch=17, precision="single")
        p = predict(f, d.X)
        q = predict(g, d.X)
        print(g == f, all(q.digit == p.digit), all(q.odd == p.odd))
        print(result(finish(s)) == f, shape(proba(f, d.X).digit), shape(predict(f, d.X).odd))
        """)
    #expect(text == "true true true\ntrue [60, 10] [60]")
  }

  @Test("learn from a part of the network that was learned without targets")
  func pretrained() throws {
    let text = try Session().run(
      Self.setup + """
        p = pretrain(hard_sharing(inputs=[1, 28, 28], trunk=block, heads=h), d.X, epochs=6)
        print(p.pretraining[-1] < p.pretraining[0])
        print(fit(p, d.X, Y, epochs=1) == fit(p, d.X, Y, epochs=1, freeze=["trunk"]))
        """)
    #expect(text == "true\nfalse")
  }

  @Test("are drawn within any width", arguments: networks)
  func widths(_ network: String) throws {
    for width in [80, 60, 40] {
      let session = Session()
      session.interpreter.display.width = width
      let text = try session.run(Self.setup + "describe(\(network))")
      let widest = text.split(separator: "\n").map(\.count).max() ?? 0
      #expect(widest <= width && widest > 0, "\(width):\n\(text)")
    }
  }
}
