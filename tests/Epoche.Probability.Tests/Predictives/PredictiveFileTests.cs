using static Epoche.Tensors.Ops;

namespace Epoche.Probability.Tests.Predictives;

public sealed class PredictiveFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("epoche-predictive-").FullName;

    public static TheoryData<string> Kinds => [.. Examples.All.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_loaded_predicts_the_same_bits(string kind)
    {
        Predictive saved = Examples.All[kind]();
        saved.Temperature = 1.7f;
        saved.Info = new() { Labels = ["yes", "no"], Preprocessing = new() { Offset = 1, Divisor = 2 } };
        PredictiveFile.Save(saved, _folder);
        Predictive loaded = PredictiveFile.Load(_folder);
        Tensor x = DeepEnsembleTests.Inputs(5);

        Assert.IsType(saved.GetType(), loaded);
        Assert.Equal(saved.Predict(x, 3).ToArray(), loaded.Predict(x, 3).ToArray());
        Assert.Equal(saved.Features(x).ToArray(), loaded.Features(x).ToArray());
        Assert.Equal(1.7f, loaded.Temperature);
        Assert.Equal(["yes", "no"], loaded.Info.Labels);
        Assert.Equal(saved.Info.Preprocessing, loaded.Info.Preprocessing);
        Assert.Equal(saved.InputShape, loaded.InputShape);

        string again = Path.Combine(_folder, "again");
        PredictiveFile.Save(loaded, again);
        foreach (string file in new[] { "model.yaml", "weights.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, file)), File.ReadAllBytes(Path.Combine(again, file)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Weights_that_are_damaged_are_refused(string kind)
    {
        PredictiveFile.Save(Examples.All[kind](), _folder);
        string path = Path.Combine(_folder, "weights.safetensors");
        byte[] bytes = File.ReadAllBytes(path);

        byte[] changed = [.. bytes];
        changed[^2] ^= 1;
        File.WriteAllBytes(path, changed);
        Assert.Contains("all values: expected the hash", Refusal());

        for (int length = 0; length < bytes.Length; length += Math.Max(1, bytes.Length / 64))
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Contains("weights.safetensors", Refusal());
        }

        File.Delete(path);
        Assert.Contains("the file weights.safetensors beside model.yaml; found none", Refusal());
    }

    [Theory]
    [InlineData("kind: ensemble", "kind: oracle", "bayesian-network, ")]
    [InlineData("version: 1", "version: 9", "from a newer one")]
    [InlineData("members: 2", "members: 3", "the tensor 'member_2/dense/kernel' [3, 4]")]
    [InlineData("members: 2", "members: 1", "'member_1/dense/kernel'")]
    [InlineData("members: 2", "members: 2000", "members")]
    [InlineData("members: 2", "", "the key 'members' is missing")]
    [InlineData("temperature: 1.0", "temperature: 0.0", "temperature")]
    [InlineData("output: softmax", "output: oracle", "output")]
    [InlineData("input: [3]", "input: [7]", "the shape [7, 4], as the layers ask for; found [3, 4]")]
    [InlineData("units: 2", "units: 16000000", "the shape [4, 16000000], as the layers ask for; found [4, 2]")]
    [InlineData("format: epoche-predictive", "format: other", "must be epoche-predictive; received other")]
    [InlineData("members: 2", "members: 2\nspell: 1", "spell")]
    public void A_description_that_is_damaged_is_refused(string from, string to, string expected)
    {
        PredictiveFile.Save(Examples.All["ensemble"](), _folder);
        string path = Path.Combine(_folder, "model.yaml"), text = File.ReadAllText(path);
        Assert.Contains(from, text);
        File.WriteAllText(path, text.Replace(from, to));

        Assert.Contains(expected, Refusal());
    }

    [Fact]
    public void One_network_and_several_are_not_taken_for_each_other()
    {
        DeepEnsemble ensemble = (DeepEnsemble)Examples.All["ensemble"]();
        ensemble.Members[0].Save(_folder);
        string path = Path.Combine(_folder, "model.yaml");
        Assert.Equal(
            $"{path}: line 2: expected the description of a predictive; "
            + $"found {path}:2: format must be epoche-predictive; received epoche-model, which is one network: Model.Load loads it",
            Refusal());

        PredictiveFile.Save(ensemble, _folder);
        foreach (Action load in (Action[])[
            () => Model.Load(_folder), () => ModelFile.Load(_folder), () => Sequential.Load(_folder), () => GraphModel.Load(_folder)])
        {
            Assert.Equal(
                $"{path}: line 2: expected the description of a model; found {path}:2: format must be epoche-model; received "
                + "epoche-predictive, which predicts by several networks or draws: PredictiveFile.Load of Epoche.Probability loads it",
                Assert.Throws<DataFormatException>(load).Message);
        }
    }

    [Fact]
    public void Code_is_not_saved()
    {
        DeepEnsemble lambda = new([new Lambda(x => x), new Dense(2)], [3], members: 1),
            output = new([new Dense(2)], [3], members: 1, output: x => x);

        Assert.Throws<NotSupportedException>(() => PredictiveFile.Save(lambda, _folder));
        Assert.Throws<NotSupportedException>(() => PredictiveFile.Save(output, _folder));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Nothing_there_is_said() => Assert.Throws<FileNotFoundException>(() => PredictiveFile.Load(Path.Combine(_folder, "none")));

    private string Refusal() => Assert.Throws<DataFormatException>(() => PredictiveFile.Load(_folder)).Message;
}
