internal import Diagnostics
internal import Runtime

extension Explanation {
  /// Values that do not go together.
  static let values = [
    Explanation(
      .mistake(.operandTypes), "an operator between values it does not know",
      rule:
        "Arithmetic works on numbers, bools and tensors; + also joins two strings or two lists.",
      here: "{operator} stands between {left} and {right}.",
      remedy:
        "Turn one side into what the other is: tensor(list), number(text), f(x) instead of f.",
      wrong: Example("[1, 2] + [\"a\"]", fails: "+ does not work on a vector of 2 and a list of 1"),
      right: Example("[1, 2] + tensor([3, 4])", prints: "tensor 2\n  4  6"),
      readOn: ["operators", "type", "tensor"]),
    Explanation(
      .mistake(.textAndNumber), "text and a number",
      rule: "A string is never turned into a number by itself, nor a number into a string.",
      here: "{operator} stands between {left} and {right}.",
      remedy:
        "Put the value into the string, \"n = {n}\", or turn it with string(x) or number(text).",
      wrong: Example(
        "n = 3\n\"n = \" + n", fails: "+ does not work on the string \"n = \" and the number 3"),
      right: Example("n = 3\n\"n = {n}\"", prints: "n = 3"),
      readOn: ["interpolation", "string", "number"]),
    Explanation(
      .mistake(.notCallable), "a call of something that is no function",
      rule:
        "( behind a value calls it, and only functions can be called. Parts of a tensor, list or "
        + "record are read with square brackets, a product is written *.",
      here: "What is called is {found}.",
      remedy:
        "Write x[i] for a part, 2 * (a + b) for a product; a variable that took the name of a "
        + "function hides it.",
      wrong: Example("x = [1, 2, 3]\nx(0)", fails: "a vector of 3 cannot be called"),
      right: Example("x = [1, 2, 3]\nx[0]", prints: "1"), readOn: ["f(x)", "x[i]", "*"]),
    Explanation(
      .mistake(.notACondition), "a condition that is neither true nor false",
      rule: "if and while take one bool. Numbers, strings and lists are not true or false by "
        + "themselves, and a comparison of tensors gives a bool for each element.",
      here: "The condition is {found}.",
      remedy: "Compare: x != 0, len(x) > 0; ask any(x > 0) or all(x > 0) of a tensor.",
      wrong: Example(
        "if [1, 2] > 1 { print(\"large\") }",
        fails: "a condition is true or false, found a vector of 2"),
      right: Example("if any([1, 2] > 1) { print(\"large\") }", prints: "large"),
      readOn: ["if", "any", "comparisons"]),
    Explanation(
      .mistake(.countOfNames), "more or fewer names than values",
      rule:
        "a, b = … gives each name one of the parts, and takes as many names as there are parts.",
      remedy: "Name every part, or take those you want by position: x[0].",
      wrong: Example("a, b = [1, 2, 3]", fails: "2 names for 3 values"),
      right: Example("a, b, c = [1, 2, 3]\nb", prints: "2"), readOn: ["=", "x[i]"]),
  ]

  /// Mistakes in calls.
  static let calls = [
    Explanation(
      .mistake(.tooManyArguments), "too many arguments",
      rule: "A function takes the arguments it names, by position in that order or by keyword.",
      here: "{function} takes {taken}, and got {given}.",
      remedy: "Leave the surplus out; ?name lists what a function takes. Several values in one "
        + "argument stand in square brackets.",
      wrong: Example("mean(1, 2, 3)", fails: "mean takes 2 arguments, found 3"),
      right: Example("mean([1, 2, 3])", prints: "2"), readOn: ["f(x)", "mean"]),
    Explanation(
      .mistake(.missingArgument), "a missing argument",
      rule: "Every parameter without a default needs a value.",
      here: "{function} was called without {argument}.",
      remedy: "Add it by position or as name=value; ?name lists what a function takes.",
      wrong: Example("clip([1, 5, 9], 2)", fails: "clip needs the argument high"),
      right: Example("clip([1, 5, 9], 2, 6)", prints: "tensor 3\n  2  5  6"),
      readOn: ["f(x)", "clip"]),
    Explanation(
      .mistake(.unknownKeyword), "a keyword that is not taken",
      rule:
        "name=value in a call sets a parameter by its name, which must be one of the function's.",
      here: "{function} does not know {keyword}=.",
      remedy: "Use one of the names in the note; small and capital letters differ. Tab within the "
        + "parentheses offers them.",
      wrong: Example("logistic(c=10)", fails: "logistic has no argument c"),
      right: Example("logistic(C=10)", prints: "logistic(C=10)"), readOn: ["f(x)", "logistic"]),
    Explanation(
      .mistake(.wrongArgument), "an argument of the wrong type",
      rule: "A parameter takes values of one type; the page of the function names it.",
      here: "{function} wants {wanted} for {argument}, and got {found}.",
      remedy: "Hand over a value of that type: number(text), tensor(list), [x] for one in a list.",
      wrong: Example(
        "round(2.567, \"2\")", fails: "round: digits must be a whole number, found the string \"2\""
      ),
      right: Example("round(2.567, 2)", prints: "2.57"), readOn: ["type", "number", "f(x)"]),
    Explanation(
      .mistake(.forbiddenArgument), "an argument outside what is allowed",
      rule: "Some parameters take only part of the numbers: a strength is positive, a share lies "
        + "between 0 and 1.",
      here: "{argument} of {function} must be {wanted}; it was {found}.",
      remedy: "Choose a value in that range.",
      wrong: Example(
        "logistic(C=-1)", fails: "logistic: C must be a number > 0, found the number -1"),
      right: Example("logistic(C=0.1)", prints: "logistic(C=0.1)"), readOn: ["logistic", "f(x)"]),
  ]
}
