using System.Text.RegularExpressions;

namespace Epoche.Samples.Tests;

/// <summary>samples/Customers.cs and samples/customers.yaml are one classifier.</summary>
public sealed partial class OwnDataTests
{
    [Fact]
    public async Task A_recipe_and_a_program_learn_the_same_classifier_from_one_file()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("epoche-own-");
        string recipe = Path.Combine(folder.FullName, "customers.yaml");
        File.Copy(Path.Combine(Sample.Folder, "customers.yaml"), recipe);
        await CompiledSample.RunAsync("Customers.cs", default, cancellation, folder.FullName);

        ExperimentRun run = Experiment.Load(recipe).Run(Path.Combine(folder.FullName, "runs"), cancellation: cancellation);

        foreach (string file in (string[])["model.yaml", "weights.safetensors"])
        {
            byte[] expected = File.ReadAllBytes(Path.Combine(folder.FullName, "model", file));
            Assert.Equal(expected, File.ReadAllBytes(Path.Combine(run.Folder.Path, "model", file)));
        }

        Table rows = Table.Read(Path.Combine(folder.FullName, "customers.csv")).Take(500);
        Assert.Equal(Predicted(Path.Combine(folder.FullName, "model")), Predicted(Path.Combine(run.Folder.Path, "model")));
        folder.Delete(recursive: true);

        float[] Predicted(string model) => Prediction.Of(PredictiveFile.Load(model), rows, samples: 3).Mean.ToArray();
    }

    [Fact]
    public void What_a_newcomer_writes_of_them_is_short()
    {
        string[] program = File.ReadAllLines(Path.Combine(Sample.Folder, "Customers.cs"));
        int first = Array.FindIndex(program, line => line.StartsWith("Table customers", StringComparison.Ordinal));
        int last = Array.FindIndex(program, line => line.Contains("app.StartAsync", StringComparison.Ordinal));

        Assert.InRange(Written(program[first..(last + 1)]), 10, 25);
        Assert.InRange(Written(File.ReadAllLines(Path.Combine(Sample.Folder, "customers.yaml"))), 5, 15);
    }

    [Theory]
    [InlineData("AnyLength.cs", "static IEnumerable<(string", 20)]
    [InlineData("Distillation.cs", "without data of its own", 20)]
    [InlineData("EntityEmbeddings.cs", "static Table Receipts", 20)]
    [InlineData("Folds.cs", "static IEnumerable<string> Patients", 20)]
    [InlineData("Forecast.cs", "static Table Sales", 20)]
    [InlineData("FrozenBody.cs", "static void SaveDigits", 20)]
    [InlineData("MultiLabel.cs", "static Dataset Grids", 20)]
    [InlineData("Prices.cs", "static IEnumerable<string> Houses", 25)]
    [InlineData("PyTorchWeights.cs", "static Tensor Series", 20)]
    public void What_is_written_beside_the_data_is_short(string name, string data, int most)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Sample.Folder, name));

        Assert.InRange(Written([.. lines.TakeWhile(line => !line.StartsWith(data, StringComparison.Ordinal))]), 8, most);
    }

    private static int Written(string[] lines) => lines.Count(line => !BlankOrComment().IsMatch(line));

    [GeneratedRegex(@"^\s*([{}()]+;?|//.*|#.*|using [^(]*;)?\s*$")]
    private static partial Regex BlankOrComment();
}
