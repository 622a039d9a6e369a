/// When a step is: its number from 1, the epochs that are done, and how many there will be.
struct StepTime {
  let number: Int
  let epochs: Double
  let duration: Double
}
