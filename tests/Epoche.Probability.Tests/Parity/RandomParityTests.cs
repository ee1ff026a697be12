using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Epoche.Compare;

namespace Epoche.Probability.Tests.Parity;

/// <summary>
/// A hundred of the random configurations that <c>eng/compare-pytorch</c> compares with PyTorch, with the truth that it found
/// (tests/fixtures/torch/random.jsonl), corner values and refusals included.
/// </summary>
public sealed class RandomParityTests
{
    private static readonly JsonObject[] s_cases =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "fixtures", "torch", "random.jsonl"))
            .Select(line => JsonNode.Parse(line)!.AsObject())];

    [Fact]
    public void Values_gradients_and_refusals_are_those_of_the_comparison()
    {
        Assert.Equal(100, s_cases.Length);
        foreach (JsonObject request in s_cases)
        {
            string what = $"{(int)request["id"]!}, {(string)request["kind"]!} {(string)request["name"]!}";
            JsonObject expected = request["expected"]!.AsObject(), answer = Answer.To(request);
            if (expected.ContainsKey("error"))
            {
                Assert.Matches(new Regex((string)expected["error"]!), (string)answer["error"]!);
                continue;
            }

            Assert.False(answer.ContainsKey("error"), $"{what}: {answer["error"]}");
            Tensor[] truth = Case.Tensors(expected), ours = Case.Tensors(answer);
            Assert.Equal(truth.Length, ours.Length);
            for (int i = 0; i < truth.Length; i++)
            {
                AssertAgree(truth[i], ours[i], (bool)expected["elementwise"]!, (double)expected["floor"]!, $"{what}, result {i}");
            }
        }
    }

    /// <summary>The bound of the comparison: 2e-6 of the number, or of the largest in its tensor.</summary>
    private static void AssertAgree(Tensor truth, Tensor ours, bool elementwise, double floor, string what)
    {
        Assert.Equal(truth.Shape, ours.Shape);
        float[] expected = truth.ToArray(), actual = ours.ToArray();
        double largest = Math.Max(floor, expected.Where(float.IsFinite).Select(x => (double)Math.Abs(x)).DefaultIfEmpty().Max());
        for (int i = 0; i < expected.Length; i++)
        {
            double bound = (2.1e-6 * (elementwise ? Math.Abs((double)expected[i]) : largest)) + 1e-44; // the truth is stored as float32
            Assert.True(
                expected[i].Equals(actual[i]) || expected[i] == actual[i] || Math.Abs((double)expected[i] - actual[i]) <= bound,
                $"{what}, element {i}: truth {expected[i]:R}, Epoche {actual[i]:R}");
        }
    }
}
