namespace Epoche.Samples.Tests;

/// <summary>The C# on the pages.</summary>
public sealed class SnippetTests
{
    private const string Excerpt = "from ";

    public static TheoryData<string> Pages => [.. Fence.Pages(Sample.Root)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_compiles_as_shown(string page)
    {
        string[] errors = [.. Blocks(page).SelectMany(block => Pasted.Errors(block.Text).Select(error => $"{block}, {error}"))];

        Assert.True(errors.Length == 0, string.Join('\n', errors));
    }

    /// <summary>A block that says so is a sample, shortened: its lines stand there in that order, and the tests run the sample.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void An_excerpt_of_a_sample_stays_one(string page)
    {
        foreach (Fence block in Blocks(page).Where(block => block.Note.StartsWith(Excerpt, StringComparison.Ordinal)))
        {
            string path = Path.Combine(Sample.Root, block.Note[Excerpt.Length..]);
            using IEnumerator<string> sample = File.ReadLines(path).Select(line => line.Trim()).GetEnumerator();
            foreach (string line in block.Lines.Select(line => line.Trim()).Where(line => line.Length > 0))
            {
                bool found = false;
                while (!found && sample.MoveNext())
                {
                    found = sample.Current == line;
                }

                Assert.True(found, $"{block}: the sample has no such line behind those before it:\n{line}");
            }
        }
    }

    [Theory]
    [InlineData("Tensor x = Tensor.Zeros([2]);", "line 1: CS0246")] // as a page without its usings
    [InlineData("using Epoche;\nTensor x = Relu(Tensor.Zeros([2]));", "line 2: CS0103")]
    [InlineData("using Epoche;\nTensor x = Tensor.Zeros([2]);\nConsole.WriteLine(x);", null)]
    [InlineData("internal sealed class Nothing : IDisposable\n{\n    public void Dispose()\n    {\n    }\n}", null)]
    public void What_does_not_compile_is_found(string code, string? error)
    {
        string? first = Pasted.Errors(code).FirstOrDefault();

        Assert.StartsWith(error ?? "", first ?? "", StringComparison.Ordinal);
        Assert.Equal(error is null, first is null);
    }

    private static IEnumerable<Fence> Blocks(string page) => Fence.On(Sample.Root, page).Where(block => block.Language == "csharp");
}
