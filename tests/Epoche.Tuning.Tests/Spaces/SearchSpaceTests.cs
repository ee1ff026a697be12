namespace Epoche.Tuning.Tests.Spaces;

public sealed class SearchSpaceTests
{
    private static readonly SearchSpace s_space = SearchSpace.Empty
        .Float("lr", 1e-5, 1e-2, log: true).Int("layers", 1, 2)
            .When("layers", [2], layer => layer.Int("width", 1, 3)).Choice("act", "relu", "tanh");

    public static TheoryData<string, Func<SearchSpace>> Errors => new()
    {
        { "The parameter 'x': low is 2, above high, which is 1; exchange them. (Parameter 'low')",
            () => SearchSpace.Empty.Float("x", 2, 1) },
        { "The parameter 'x': low is 3, above high, which is 1; exchange them. (Parameter 'low')", () => SearchSpace.Empty.Int("x", 3, 1) },
        {
            "The parameter 'lr': low is 0, and a range that is searched by the logarithm begins above 0. Raise low, or search it evenly. "
            + "(Parameter 'low')", () => SearchSpace.Empty.Float("lr", 0, 1, log: true)
        },
        {
            "The parameter 'x': The bounds of a range are finite; received NaN to 1. (Parameter 'low')",
            () => SearchSpace.Empty.Float("x", double.NaN, 1)
        },
        {
            "The parameter 'x': Steps of 0.3 from 0 do not reach 1; the greatest that they reach is 0.8999999999999999. Write that as "
            + "high. (Parameter 'step')", () => SearchSpace.Empty.Float("x", 0, 1, step: 0.3)
        },
        {
            "The parameter 'x': A range is searched by the logarithm or in steps, not both; received log and a step of 2. "
            + "(Parameter 'step')",
            () => SearchSpace.Empty.Int("x", 1, 9, log: true, step: 2)
        },
        { "The parameter 'x': A parameter has at least one choice; received none. (Parameter 'choices')",
            () => SearchSpace.Empty.Choice("x") },
        {
            "The parameter 'x': The choice 'a' stands there twice; expected different choices. (Parameter 'choices')",
            () => SearchSpace.Empty.Choice("x", "a", "a")
        },
        { "There is a parameter 'lr' already; expected another name. (Parameter 'parameter')", () => s_space.Float("lr", 0, 1) },
        { "There is no parameter 'layer' in the space. Did you mean 'layers'? (Parameter 'name')",
            () => s_space.When("layer", [1], one => one) },
        { "The value '3' is not among whole numbers 1 to 2. (Parameter 'value')", () => s_space.When("layers", [3], one => one) },
    };

    [Theory]
    [MemberData(nameof(Errors), DisableDiscoveryEnumeration = true)]
    public void A_space_that_cannot_be_is_refused_in_one_sentence(string message, Func<SearchSpace> make) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(make).Message);

    [Fact]
    public void Parameters_that_do_not_exist_are_blanked()
    {
        double[] one = [1e-3, 1, 2, 0], two = [1e-3, 2, 2, 0];
        s_space.BlankMissing(one);
        s_space.BlankMissing(two);
        Assert.Equal([1e-3, 1, double.NaN, 0], one);
        Assert.Equal([1e-3, 2, 2, 0], two);
    }

    [Fact]
    public void Combinations_of_conditional_parameters_are_counted_and_enumerated_once()
    {
        // One layer, or two with three widths: four; each with two choices.
        SearchSpace space = SearchSpace.Empty
            .Int("layers", 1, 2).When("layers", [2], layer => layer.Int("width", 1, 3)).Choice("act", "relu", "tanh");
        Assert.Equal(8, space.Count);

        double[] numbers = new double[3];
        HashSet<string> seen = [];
        for (long i = 0; i < 8; i++)
        {
            Combinations.Fill(space, i, numbers);
            seen.Add(string.Join(' ', numbers));
        }

        Assert.Equal(8, seen.Count);
        Assert.Contains("1 NaN 0", seen);
        Assert.Contains("2 3 1", seen);
    }

    [Fact]
    public void A_continuum_has_no_count() => Assert.Null(s_space.Count);

    // The texts that Optuna 3.1.0's distribution_to_json gives.
    [Theory]
    [InlineData("{\"name\":\"FloatDistribution\",\"attributes\":{\"step\":null,\"low\":1e-05,\"high\":0.01,\"log\":true}}")]
    [InlineData("{\"name\": \"FloatDistribution\", \"attributes\": {\"step\": 0.25, \"low\": 0.0, \"high\": 1.0, \"log\": false}}")]
    [InlineData("{\"name\": \"IntDistribution\", \"attributes\": {\"log\": false, \"step\": 2, \"low\": 1, \"high\": 9}}")]
    [InlineData("{\"name\": \"CategoricalDistribution\", \"attributes\": {\"choices\": [null, true, 1, 2.5, \"relu\"]}}")]
    public void Distributions_of_Optuna_are_read_and_written(string json)
    {
        ParameterDomain domain = ParameterDomain.Parse(json);
        Assert.Equal(StudyValue.Parse(json), StudyValue.Parse(domain.ToJson()));
        Assert.Equal(domain, ParameterDomain.Parse(domain.ToJson()));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.2, 1)]
    [InlineData(0.5, 2)]
    [InlineData(1, 3)]
    public void The_unit_interval_is_shared_evenly_among_whole_numbers(double place, double number)
    {
        IntDomain domain = new(1, 3);
        Assert.Equal(number, domain.FromUnit(place));
        Assert.Equal(number, domain.FromUnit(domain.ToUnit(number)));
    }

    [Fact]
    public void The_middle_of_a_logarithmic_range_is_its_geometric_mean()
    {
        FloatDomain domain = new(1e-4, 1, log: true);
        Assert.Equal(1e-2, domain.FromUnit(0.5), 1e-12);
        Assert.Equal(0.25, domain.ToUnit(1e-3), 1e-12);
    }
}
