import Charts
import Testing

@Suite struct DataTableTests {
  @Test func `cells with commas, quotes and line breaks stand in quotes`() {
    let data = DataTable(
      ["a", "b,c"], [[.text("x \"y\""), .number(0.1)], [.text("l\nm"), .number(0)]])
    #expect(data.csv == "a,\"b,c\"\n\"x \"\"y\"\"\",0.1\n\"l\nm\",0\n")
  }

  @Test(arguments: [1.0 / 3, 1e-300, 1.7e308, 0.1 + 0.2, 123456789, -2.5e-7])
  func `numbers are read back as they were`(value: Double) {
    #expect(Double(DataTable.Cell.number(value).text) == value)
  }

  @Test func `series over the same positions stand side by side, others below each other`() {
    #expect(
      DataTable(Chart(.line([Series("a", y: [1, .nan]), Series("b", y: [3, 4])]))).csv
        == "x,a,b\n0,1,3\n1,nan,4\n")
    #expect(
      DataTable(Chart(.scatter([Series("a", x: [5], y: [1]), Series("b", x: [7], y: [3])]))).csv
        == "series,x,y\na,5,1\nb,7,3\n")
  }

  @Test func `bars beside numbers are no data`() {
    let table = Table(
      columns: [.init("label"), .init("rate", .decimal), .init("")],
      rows: [["sky", " 0.50", .bar(0.5)], ["sea", " 0.25", .bar(0.25)]])
    #expect(DataTable(table).csv == "label,rate\nsky,0.50\nsea,0.25\n")
  }
}
