namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class ObservationLayoutTests
{
    private static readonly ObservationLayout s_drive = ObservationLayout.Of(
        new("image", [2, 3, 1]), new("speed", [1]), ObservationPart.Index("gear", 5), ObservationPart.OneHot("road", 2));

    [Fact]
    public void Parts_lie_in_one_row_and_are_found_by_their_names()
    {
        float[] row = [0, 1, 2, 3, 4, 5, 60, 3, 0, 1];

        Assert.Equal([10], s_drive.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], s_drive.Slice("image", row).ToArray());
        Assert.Equal((7, 3f), (s_drive.StartOf("gear"), s_drive.Slice("gear", row)[0]));
        s_drive.Slice("road", row.AsSpan())[0] = 7;
        Assert.Equal(7, row[8]);
        Assert.Equal((ObservationKind.Index, 5, 4), (s_drive["gear"].Kind, s_drive[2].Values, s_drive.Count));
        Assert.Equal("image [2, 3, 1], speed [1], gear (index of 5), road (one of 2)", s_drive.ToString());
    }

    [Fact]
    public void One_value_of_several_is_a_number_or_a_row()
    {
        Assert.Equal(([1], [16]), (ObservationLayout.Index(16).Shape, ObservationLayout.OneHot(16).Shape));
        Assert.Equal(ObservationLayout.Index(16), ObservationLayout.Index(16));
        Assert.NotEqual(ObservationLayout.Index(16), ObservationLayout.Index(17));
        Assert.NotEqual(ObservationLayout.Index(16), ObservationLayout.OneHot(16));
        Assert.Equal([2, 3], ObservationLayout.Of(new ObservationPart("only", [2, 3])).Shape); // one part keeps its shape
    }

    /// <summary>Depth first, in the order given; what is one value of several goes by the name of its group.</summary>
    [Fact]
    public void Dictionaries_and_tuples_nest()
    {
        ObservationLayout arm = ObservationLayout.OfGroups(
            ("joint", ObservationLayout.Of(new("angle", [2]), new("speed", [2]))), ("grip", ObservationLayout.OneHot(2)));
        ObservationLayout all = ObservationLayout.OfGroups(("arm", arm), ("gear", ObservationLayout.Index(5)));

        Assert.Equal("arm/joint/angle [2], arm/joint/speed [2], arm/grip (one of 2), gear (index of 5)", all.ToString());
        Assert.Equal("0/angle [1], 1 (index of 3)", ObservationLayout.OfTuple(
            ObservationLayout.Of(new ObservationPart("angle", [1])), ObservationLayout.Index(3)).ToString());
        Refuses("'a/b' of an observation holds a '/'", () => ObservationLayout.OfGroups(("a/b", arm)));
    }

    [Fact]
    public void A_layer_takes_a_part_or_a_group_out_of_the_row()
    {
        ObservationLayout all = ObservationLayout.OfGroups(
            ("image", ObservationLayout.Of(new ObservationPart("left", [1, 2, 1]), new("right", [1, 2, 1]))),
            ("speed", ObservationLayout.Of(new ObservationPart("now", [1]))));
        Symbol row = Model.Input(all.Shape);
        GraphModel model = new(
            [row], ("left", row.Then(all.Take("image/left"))), ("image", row.Then(all.Take("image"))),
            ("speed", row.Then(all.Take("speed"))));
        ModelOutputs outputs = model.Build().Call([Tensor.Of([0, 1, 2, 3, 4, 10, 11, 12, 13, 14], [2, 5])]);

        Assert.Equal([2, 1, 2, 1], outputs["left"].Shape);
        Assert.Equal([0, 1, 10, 11], outputs["left"].ToArray());
        Assert.Equal([0, 1, 2, 3, 10, 11, 12, 13], outputs["image"].ToArray());
        Assert.Equal([4, 14], outputs["speed"].ToArray());
        Refuses("no part 'imag'; its parts are: image/left", () => all.Take("imag"));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Refuses("no part 'Gear'; its parts are: image", () => s_drive.StartOf("Gear"));
        Refuses("has 10 numbers; received 3", () => s_drive.Slice("gear", new float[3]));
        Refuses("at least one part", () => ObservationLayout.Of());
        Refuses("two parts of an observation are called 'a'", () => ObservationLayout.Of(new("a", [1]), new("a", [2])));
        Refuses("holds no number", () => new ObservationPart("a", [0]));
        Refuses("at least 1", () => ObservationLayout.Index(0));
        Refuses("cannot be distinguished", () => ObservationLayout.Index(int.MaxValue));
    }

    [Fact]
    public void Numbers_beside_a_step_have_names()
    {
        InformationSpec names = ["crashed", "distance"];
        Assert.Equal((2, 1, "crashed, distance"), (names.Count, names.IndexOf("distance"), names.ToString()));
        Assert.Equal(["crashed", "distance"], names);
        Assert.Equal(InformationSpec.Of("crashed", "distance"), names);
        Assert.Equal(InformationSpec.None, new Drift().Spec.Information);
        Refuses("there are: crashed, distance", () => names.IndexOf("speed"));
        Refuses("called 'a'", () => InformationSpec.Of("a", "b", "a"));
    }

    [Fact]
    public void Specs_are_equal_by_value_and_spaces_by_what_an_agent_sees()
    {
        EnvironmentSpec ferry = new Ferry().Spec, again = new Ferry().Spec with { Information = ["crashed", "distance"] };
        Assert.Equal(ferry, again);
        Assert.NotEqual(ferry, again with { Information = ["crashed"] });
        Assert.True(ferry.HasSpacesOf(again with { Information = ["crashed"] }));
        Assert.False(ferry.HasSpacesOf(again with { MasksActions = false }));
        Assert.False(ferry.HasSpacesOf(again with { Layout = null }));
    }

    private static void Refuses(string part, Action call) =>
        Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.OrdinalIgnoreCase);
}
