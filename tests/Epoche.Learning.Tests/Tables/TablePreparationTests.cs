using System.Text;

namespace Epoche.Learning.Tests.Tables;

public sealed class TablePreparationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly Table Training = new(
        TableColumn.Numbers("age", 10, double.NaN, 20, 60),
        TableColumn.Texts("city", "Oslo", "Bergen", "Oslo", null),
        TableColumn.Dates("joined", new DateTime(2024, 1, 1), new DateTime(2024, 12, 31), null, new DateTime(2024, 6, 3)),
        TableColumn.Texts("left", "no", "yes", "no", "no"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_prepared_by_their_kinds()
    {
        TablePreparation preparation = TablePreparation.ForClasses(Training, "left");

        Assert.Equal(
            [
                "age", "age missing", "city=Bergen", "city=Oslo", "city=missing",
                "joined=days", "joined=month", "joined=weekday", "joined missing",
            ],
            preparation.InputNames);
        Assert.Equal(["no", "yes"], preparation.Classes);
        Dataset data = preparation.ToDataset(Training);
        Assert.Equal([0f, 1, 0, 0], data.Targets().ToArray());

        // Mean 30, deviation √((400 + 100 + 900) / 3) of 10, 20 and 60; the median 20 for the missing one.
        float deviation = (float)Math.Sqrt(1400 / 3.0);
        Assert.Equal([-20 / deviation, 0, 0, 1, 0], data.Input(0)[..5], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([-10 / deviation, 1, 1, 0, 0], data.Input(1)[..5], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0f, 0, 1], data.Input(3)[2..5]);

        // 2024-12-31 was a Tuesday; a missing date is zeros.
        Assert.Equal([1f, 1 / 6f, 0], data.Input(1)[6..]);
        Assert.Equal([0f, 0, 0, 1], data.Input(2)[5..]);
    }

    [Theory]
    [InlineData(FeatureScaling.MinMax, FeatureFill.Mean, 0, new[] { 0f, 0.4f, 0.2f, 1 })]
    [InlineData(FeatureScaling.Robust, FeatureFill.Median, 0, new[] { -0.4f, 0, 0, 1.6f })]
    [InlineData(FeatureScaling.None, FeatureFill.Constant, -7, new[] { 10f, -7, 20, 60 })]
    public void Numbers_are_scaled_and_filled_in(FeatureScaling scaling, FeatureFill fill, double constant, float[] expected)
    {
        TablePreparation preparation = TablePreparation.ForClasses(
            Training, "left", TableFeature.Number("age", scaling, fill, constant));

        Assert.Equal(expected, preparation.Inputs(Training).ToArray());
    }

    [Fact]
    public void Categories_that_training_does_not_have_follow_the_rule()
    {
        Table rows = new(TableColumn.Texts("city", "Oslo", "Paris", null));
        Table complete = new(TableColumn.Texts("city", "Oslo", "Bergen", "Oslo"), TableColumn.Texts("left", "a", "b", "a"));

        Assert.Equal([0f, 1, 0, 0, 0, 0], Inputs(TableFeature.OneHot("city")));
        Assert.Equal([0f, 0, 1, 1, 0, 0, 1, 0, 0], Inputs(TableFeature.OneHot("city", UnknownCategory.Own)));
        Assert.Equal([2f, 0, 0], Inputs(TableFeature.Index("city")));
        Assert.Equal([1f, 0, 0], Inputs(TableFeature.Index("city", least: 2)));
        Assert.Equal(3, TablePreparation.ForClasses(complete, "left", TableFeature.Index("city")).Categories("city"));
        ArgumentException error = Assert.Throws<ArgumentException>(() => Inputs(TableFeature.OneHot("city", UnknownCategory.Error)));
        Assert.Equal(
            "Column 'city', row 1: expected one of the 2 categories of training (Bergen, Oslo); received Paris. Choose UnknownCategory.Own "
            + "or Zeros to let others pass.",
            error.Message);

        float[] Inputs(TableFeature feature) => TablePreparation.ForClasses(complete, "left", feature).Inputs(rows).ToArray();
    }

    [Fact]
    public void Texts_become_counts_of_words()
    {
        Table notes = new(
            TableColumn.Texts("note", "Late payment, late again!", "payment received", null), TableColumn.Texts("left", "a", "b", "a"));

        TablePreparation words = TablePreparation.ForClasses(notes, "left", TableFeature.Words("note", least: 1));
        TablePreparation hashed = TablePreparation.ForClasses(notes, "left", TableFeature.Hashed("note", 16));

        Assert.Equal(["note=again", "note=late", "note=payment", "note=received"], words.InputNames);
        Assert.Equal([1f, 2, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0], words.Inputs(notes).ToArray());
        Assert.Equal([4f, 2, 0], Enumerable.Range(0, 3).Select(row => hashed.Inputs(notes).ToArray()[(16 * row)..(16 * (row + 1))].Sum()));
    }

    [Fact]
    public void A_saved_model_prepares_rows_as_in_training()
    {
        string path = _folder.File(
            "rows.csv",
            Encoding.UTF8.GetBytes("zip;age;day;note;left\n01;3,5;01/02/2024;a b c d;no\n1;-;31/01/2024;;yes\n01;7;;a;no\n"));
        Table training = Table.Read(path, new()
        {
            DecimalComma = true, DateFormat = "dd/MM/yyyy", Missing = ["-"], Kinds = new() { ["zip"] = ColumnKind.Text },
        });
        TablePreparation preparation = TablePreparation.ForClasses(
            training, "left", TableFeature.OneHot("zip", UnknownCategory.Own), TableFeature.Number("age", isMissing: true),
            TableFeature.Date("day", DateParts.Days | DateParts.Day | DateParts.Hour), TableFeature.Words("note", least: 1),
            TableFeature.Hashed("note", 8), TableFeature.Index("zip"));
        Model model = new Sequential { new Dense(2) }.Build(preparation.InputShape, seed: 1);
        model.Info = ModelInfo.Of(preparation);
        model.Save(System.IO.Path.Combine(_folder.Path, "model"));

        Model loaded = Model.Load(System.IO.Path.Combine(_folder.Path, "model"));

        TablePreparation again = loaded.Info.Table!;
        Assert.Equal(preparation.InputNames, again.InputNames);
        Assert.Equal(preparation.Inputs(training).ToArray(), again.Inputs(training).ToArray());
        Assert.Equal(preparation.Inputs(training).ToArray(), again.Inputs(again.Read(path)).ToArray());
        Assert.Equal(model.Predict(training).ToArray(), loaded.Predict(training).ToArray());
        Table row = again.Rows(new Dictionary<string, string?>
        {
            ["zip"] = "01", ["age"] = "3,5", ["day"] = "01/02/2024", ["note"] = "a b c d",
        });
        Assert.Equal(preparation.Inputs(training.Take(1)).ToArray(), again.Inputs(row).ToArray());
        Assert.Equal(["no", "yes"], loaded.Info.Labels);
    }

    [Fact]
    public void A_regression_predicts_in_the_units_of_the_table()
    {
        Table houses = new(TableColumn.Numbers("area", 50, 100, 150), TableColumn.Numbers("price", 100, 200, 300));
        TablePreparation preparation = TablePreparation.ForNumber(houses, "price");
        Sequential model = new Sequential { new Dense(1) }.Build(preparation.InputShape, seed: 1);
        model.Info = ModelInfo.Of(preparation);
        (model.Parameters.Values[0], model.Parameters.Values[1]) = (1, 0); // the scaled price is the scaled area

        Assert.Equal(
            [120f, 320], model.Predict(new Table(TableColumn.Numbers("area", 60, 160))).ToArray(), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal(0, preparation.ToDataset(houses).Targets().ToArray().Sum(), 1e-6);
    }

    [Fact]
    public void A_series_becomes_windows_with_what_follows_them()
    {
        Table series = new(TableColumn.Numbers("sold", 1, 2, 3, 4, 5, 6));
        TablePreparation preparation = TablePreparation.ForSeries(
            series, "sold", window: 3, horizon: 2, TableFeature.Number("sold", FeatureScaling.None));

        Dataset data = preparation.ToDataset(series);

        Assert.Equal((2, "[3, 1]"), (data.Count, data.InputShape.ToString()));
        Assert.Equal([2f, 3, 4], data.Input(1));
        Assert.Equal([5f, 6], preparation.ToUnits(data.Targets()).ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal("[4, 3, 1]", preparation.Inputs(series).Shape.ToString());
        Assert.Equal(
            "A window takes 3 rows, and 2 more where its target is asked for; received 2 rows.",
            Assert.Throws<ArgumentException>(() => preparation.Inputs(series.Take(2))).Message);
    }

    [Fact]
    public void Errors_say_what_is_wrong_with_a_column()
    {
        Table rows = new(
            TableColumn.Numbers("nothing", double.NaN, double.NaN), TableColumn.Texts("a", "x", "y"), TableColumn.Texts("one", "z", "z"));

        Throws(
            () => TablePreparation.ForClasses(rows, "gone"),
            "There is no column 'gone'; the columns are nothing, a, one. (Parameter 'name')");
        Throws(
            () => TablePreparation.ForClasses(rows, "one"),
            "All 2 rows have the class z in 'one'; a classifier needs rows of two classes at least.");
        Throws(
            () => TablePreparation.ForNumber(rows, "a"),
            "Column 'a' holds texts, such as x, and a regression predicts numbers; a classifier predicts texts.");
        Throws(() => TablePreparation.ForClasses(rows, "nothing"), "The target 'nothing' is missing in all 2 rows.");
        Throws(
            () => TablePreparation.ForClasses(rows, "a", TableFeature.Number("nothing")),
            "Column 'nothing' is missing in all 2 training rows, so nothing can be found of it; leave it out.");
        Throws(
            () => TablePreparation.ForClasses(rows, "a", TableFeature.Number("one")),
            "Column 'one' holds texts, such as z, and is to be a number; for texts there are OneHot, Index or Hashed.");
        TablePreparation preparation = TablePreparation.ForClasses(rows, "a", TableFeature.OneHot("one"));
        Throws(
            () => preparation.Inputs(new Table(TableColumn.Numbers("two", 1))),
            "The rows have no column 'one', which the model was trained with; they have two.");
        Throws(
            () => preparation.ToDataset(new Table(TableColumn.Texts("one", "z"), TableColumn.Texts("a", "w"))),
            "Column 'a', row 0: expected one of the classes of training (x, y); received w. Split rows by Table.StratifiedSplit, "
            + "so that each class is in training.");
        Throws(
            () => preparation.Rows(new Dictionary<string, string?> { ["tow"] = "1" }),
            "There is no column 'tow'; the columns are one. (Parameter 'rows')");

        static void Throws(Action action, string message) => Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
    }

    [Fact]
    public void Threads_do_not_change_what_is_prepared()
    {
        Rng random = new(1);
        double[] numbers = new double[40_000];
        string[] texts = new string[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            (numbers[i], texts[i]) = (random.NextInt(10) == 0 ? double.NaN : random.NextNormal(), $"c{random.NextInt(30)}");
        }

        Table table = new(
            TableColumn.Numbers("n", numbers), TableColumn.Texts("t", texts),
            TableColumn.Numbers("y", numbers.Select((_, i) => (double)(i % 2)).ToArray()));
        float[] whole = TablePreparation.ForClasses(table, "y").Inputs(table).ToArray();
        TablePreparation preparation = TablePreparation.ForClasses(table, "y");
        float[] parts =
        [
            .. Enumerable.Range(0, 4).SelectMany(
                part => preparation.Inputs(table.Select([.. Enumerable.Range(10_000 * part, 10_000)])).ToArray()),
        ];

        Assert.Equal(whole, parts);
        Assert.Equal(["n", "n missing"], preparation.InputNames.Take(2));
    }
}
