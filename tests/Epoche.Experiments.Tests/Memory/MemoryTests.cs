using Epoche.Conformance;

namespace Epoche.Experiments.Tests.Memory;

/// <summary>What a recipe needs is reckoned before anything is allocated, never too high.</summary>
public sealed class MemoryTests
{
    private const long TwoGigabytes = 2_000_000_000;

    private static readonly ExperimentOptions s_options = new();

    public static TheoryData<string> Recipes => [.. RecipeCatalog.Names];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Every_built_in_recipe_can_be_trained_in_two_gigabytes(string name)
    {
        MemoryNeeds needs = NeedsOf(name);

        Assert.InRange(needs.Bytes, 1, TwoGigabytes);
        Assert.Null(needs.Problem(new(TwoGigabytes, TwoGigabytes, IsLimited: true)));
        Assert.NotNull(needs.Problem(new(needs.Bytes - 1, long.MaxValue, IsLimited: false)));
        Assert.NotNull(needs.Problem(new(needs.Reserved - 1, needs.Reserved - 1, IsLimited: true)));
        Assert.Null(needs.Problem(new(needs.Reserved, needs.Reserved, IsLimited: true)));
    }

    [Theory]
    [InlineData("cave", "network.hidden=[7, 5]")]
    [InlineData("catch16", "network.hidden=[]")]
    [InlineData("cartpole", "network.hidden=[3]")]
    [InlineData("digits-conv", "network.hidden=[5]")]
    [InlineData("mnist-conv", "network.convolutions=[{filters: 3, kernel_size: 4, strides: 3, dilation: 2, max_pool: 2}]")]
    [InlineData("refuse", "network.dropout=0.5")]
    [InlineData("mnist-bnn", "network.hidden=[]")]
    public void The_numbers_of_a_network_are_those_that_it_has_once_it_is_built(string name, string set)
    {
        (NetworkRecipe network, Shape input, Shape image, int outputs) = Read(name, set).Recipe switch
        {
            DqnRecipe dqn => (dqn.Network.Layers, dqn.Spec.Observation, dqn.Spec.Observation, dqn.Spec.Actions.Count),
            ClassifierRecipe classifier => (classifier.Network, classifier.Data.Input, classifier.Data.Image, classifier.Data.Classes),
            _ => throw new ArgumentException("A recipe with a network.", nameof(name)),
        };
        NetworkNumbers numbers = network.Count(image, outputs);

        Sequential built = network.Create(input, image, outputs).Build(input);

        int[] sizes =
        [
            .. Enumerable.Range(0, built.Layers.Count).Where(i => built.Layers[i] is not (Reshape or Flatten or Dropout))
                .Select(i => built.ShapeAfter(i).ElementCount),
        ];
        Assert.Equal(built.Parameters.Count, numbers.Weights);
        Assert.Equal(sizes.Sum(), numbers.Outputs);
        Assert.Equal(sizes.Max(), numbers.Widest);
        Assert.Equal(outputs, numbers.Width);
        Assert.Equal(built.Parameters.Entries[^2].Shape[0], numbers.Features);
    }

    [Theory]
    [InlineData("CartPole-v1", 1, 1)]
    [InlineData("CartPole-v1", 3, 4)]
    [InlineData("Cave-48x48", 2, 4)]
    [InlineData("Pendulum-v1", 2, 1)]
    public void A_replay_buffer_takes_the_bytes_that_it_says_before(string name, int environments, int frames)
    {
        using IBatchEnvironment environment = EnvironmentRegistry.Find(name).CreateStacked(environments, frames);
        ReplayOptions options = new() { Capacity = 20_001, NStep = 3 };

        ReplayBuffer? buffer = null;
        long allocated = Allocations.InRound(() => buffer = new(environment.Spec, environments, options, 0.9f));

        long said = ReplayBuffer.BytesFor(environment.Spec, environments, options);
        Assert.InRange(allocated, said, said + 2_000);
        GC.KeepAlive(buffer);
    }

    [Fact]
    public void Numbers_that_no_count_holds_are_refused_like_others()
    {
        string hidden = string.Join(", ", Enumerable.Repeat("65536", 20_000));

        MemoryNeeds needs = NeedsOf("cartpole", $"network.hidden=[{hidden}]");

        Assert.Equal(
            "network.hidden: one array of weights would have 85,896,362,065,922 numbers, and one array holds at most 2,147,483,591.\n"
            + "  In all the recipe needs at least 2,749,354.7 GB of memory: "
            + "1,374,341.8 GB for copies of the weights, 687,170.9 GB for Adam's state, "
            + "343,585.4 GB for weights, 343,585.4 GB for gradients; 8.0 GB are there.\n"
            + "  Lower network.hidden.",
            needs.Problem(new(8_000_000_000, 16_000_000_000, IsLimited: false)));
        Assert.Equal(long.MaxValue, Saturating.Product(long.MaxValue, 2, long.MaxValue));
        Assert.Equal(long.MaxValue, Saturating.Sum(long.MaxValue, 1, long.MaxValue));
        Assert.Equal(0, Saturating.Product(long.MaxValue, 2, 0));
    }

    [Theory]
    [InlineData("cartpole", "batch_size=65536", "network.hidden=[65536]", "batch_size")]
    [InlineData("cave", "replay.capacity=100000000", "steps=100000000", "replay.capacity")]
    [InlineData("refuse", "drawings=1000000", "outliers={scribbles: 10, misdrawn: 10, halves: 10}", "outliers")]
    [InlineData("refuse", "ensemble.members=10", "network.hidden=[4096, 4096]", "network.hidden")]
    [InlineData("mnist-bnn", "prediction.samples=10000", "validation_examples=50000", "prediction.samples")]
    [InlineData(
        "catch16", "network.hidden=[]", "network.convolutions=[{filters: 9000, kernel_size: 3}, {filters: 9000, kernel_size: 3}]",
        "network.convolutions")]
    [InlineData("imitate", "networks=[[65536, 30000]]", "epochs=1", "networks")]
    [InlineData("imitate", "records.pairs=10000000", "records.test_pairs=10000000", "records.pairs")]
    public void The_key_that_most_of_it_grows_with_is_named_first(string name, string set, string also, string key)
    {
        MemoryNeeds needs = NeedsOf(name, set, also);

        string problem = needs.Problem(new(300_000_000, 300_000_000, IsLimited: false))!;

        Assert.StartsWith($"{key}: ", problem);
        Assert.Contains($"\n  Lower {key}", problem);
    }

    [Fact]
    public void Of_a_buffer_that_training_does_not_fill_only_the_filled_part_counts()
    {
        MemoryNeeds few = NeedsOf("cartpole", "replay.capacity=10000000", "steps=50000");
        MemoryNeeds many = NeedsOf("cartpole", "replay.capacity=10000000", "steps=50000000");

        Assert.InRange(few.Bytes, 1_000_000, 3_000_000);
        Assert.InRange(many.Bytes, 250_000_000, 252_000_000);
        Assert.Equal(many.Reserved, few.Reserved);
    }

    [Fact]
    public void A_program_gets_the_documented_exception_and_no_folder()
    {
        using TemporaryDirectory directory = new();
        Experiment experiment = Experiment.Load("cartpole", set: ["network.hidden=[65536, 65536]"]);

        ExperimentException exception = Assert.Throws<ExperimentException>(() => experiment.Run(directory["runs"]));

        Assert.Equal(ExperimentProblem.Request, exception.Problem);
        Assert.StartsWith("network.hidden: one array of weights would have 4,295,491,586 numbers", exception.Message);
        Assert.Equal(exception.Message, Assert.Throws<ExperimentException>(experiment.Prepare).Message);
        Assert.False(Directory.Exists(directory["runs"]));
    }

    [Fact]
    public void Convolutions_whose_images_no_array_holds_are_an_error_of_the_recipe()
    {
        ConfigMap network = ConfigMap.Parse("convolutions: [{filters: 65536, kernel_size: 1}]", "own.yaml");

        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => NetworkRecipe.Read(network, [200, 200, 3]));

        Assert.Equal(
            "own.yaml:1: convolutions.0 gives 65,536 images of 200×200, more numbers than the 2,147,483,591 of one array; use fewer "
            + "filters, or strides",
            exception.Message);
    }

    private static RecipeTask Read(string name, params string[] set) => s_options.Read(RecipeCatalog.BuiltIn(name), set);

    private static MemoryNeeds NeedsOf(string name, params string[] set) =>
        Read(name, set).Memory(new RunSource(s_options, RunFolder.DefaultDirectory, new()));
}
