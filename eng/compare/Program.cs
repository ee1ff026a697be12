using System.Text.Json.Nodes;
using Epoche.Compare;

// Reads cases, one JSON object a line, and writes what Epoche makes of each, in their order: Epoche.Compare CASES ANSWERS.
if (args is not [string cases, string answers])
{
    Console.Error.WriteLine("Epoche.Compare CASES.jsonl ANSWERS.jsonl");
    return 2;
}

using StreamWriter writer = new(answers);
foreach (string line in File.ReadLines(cases))
{
    writer.WriteLine(Answer.To(JsonNode.Parse(line)!.AsObject()).ToJsonString());
}

return 0;
