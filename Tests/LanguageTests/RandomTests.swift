import Testing

/// Draws in the language; the generator's own figures are checked beside it.
@Suite("Random builtins")
struct RandomTests {
  @Test(
    "without a seed every session draws the same, the numbers of seed 0",
    arguments: ["rand(3)", "randn(2, 2)", "randint(0, 100, 5)", "permutation(9)"])
  func seedZeroIsTheDefault(draw: String) throws {
    let first = try Session().run("print(\(draw))")
    #expect(try Session().run("seed(0); print(\(draw))") == first)
    #expect(try Session().run("seed(1); print(\(draw))") != first)
  }

  @Test("one number is drawn without sizes, a tensor of the sizes with them")
  func sizes() throws {
    let source = "print(type(rand()), type(randn()), type(randint(5)), shape(rand(0, 2)))"
    #expect(try Session().run(source) == "number number number [0, 2]")
    #expect(try Session().run("print(shape(rand(shape(zeros(2, 3)))))") == "[2, 3]")
  }

  @Test("choice follows its probabilities, within five standard deviations")
  func choiceIsWeighted() throws {
    let source = """
      x = choice(3, 10000, p=[0.5, 0.2, 0.3])
      print(map(0:3, k -> abs(sum(x == k) / 10000 - [0.5, 0.2, 0.3][k]) < 0.025))
      """
    #expect(try Session().run(source) == "[true, true, true]")
  }

  @Test("choice without repeats draws each element once, whatever the probabilities")
  func choiceWithoutRepeats() throws {
    let source = """
      print(sort(choice(["a", "b", "c"], 3, replace=false, p=[0.98, 0.01, 0.01])))
      print(sort(choice([10; 20; 30], 3, replace=false), axis=0))
      """
    #expect(try Session().run(source) == "[\"a\", \"b\", \"c\"]\n[10; 20; 30]")
  }

  @Test("shuffling keeps the rows of a matrix together and leaves the original alone")
  func shuffleKeepsRows() throws {
    let source = """
      x = reshape(0:200, 100, 2)
      y = shuffle(x)
      print(all(y[:, 1] - y[:, 0] == 1), all(sort(y[:, 0]) == x[:, 0]), all(x == y), x[0])
      """
    #expect(try Session().run(source) == "true true false [0, 1]")
  }

  @Test("randint reaches both ends of its range and nothing else")
  func randintRange() throws {
    #expect(try Session().run("print(unique(randint(-2, 3, 500)))") == "[-2, -1, 0, 1, 2]")
  }
}
