using System.Text;
using Epoche.Conformance;

namespace Epoche.Learning.Tests.Data;

public sealed class CsvTests : IDisposable
{
    private static readonly CsvColumn[] Inputs =
        [CsvColumn.Number("area"), CsvColumn.OneHot("heating", "gas", "oil"), CsvColumn.Flag("new")];
    private static readonly CsvColumn[] Price = [CsvColumn.Number("price")];

    private const string Good =
        "name,area,heating,price,new\n\"Mill, the old\",120.5,gas,1e5,true\n\n\"A\nhouse\",-3,oil,0,0\r\nlast,7,\"gas\",1,TRUE\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Typed_columns_become_numbers()
    {
        Dataset houses = Csv.Read(File(Good), Inputs, Price);

        Assert.Equal(3, houses.Count);
        Assert.Equal([120.5f, 1, 0, 1], houses.Input(0));
        Assert.Equal([-3f, 0, 1, 0], houses.Input(1));
        Assert.Equal([7f, 1, 0, 1], houses.Input(2));
        Assert.Equal([1e5f], houses.Target(0).ToArray());
        Assert.Equal([1], IdxTests.Sizes(houses.TargetShape));
    }

    [Fact]
    public void A_class_becomes_its_number()
    {
        Dataset houses = Csv.Read(File(Good), [CsvColumn.Number("area")], [CsvColumn.Class("heating", "oil", "gas")]);

        Assert.Equal(0, houses.TargetShape.Rank);
        Assert.Equal([1f, 0, 1], Enumerable.Range(0, 3).Select(i => houses.Target(i)[0]));
    }

    [Theory]
    [InlineData("1,gas,5,1\n2,gas,x7,1\n", "line 3, column 'price' (number 3 of 4)", "a finite number", "'x7'")]
    [InlineData("1,gas,5,1\n\n2,gas,,1\n", "line 4, column 'price'", "a finite number", "nothing")]
    [InlineData("1,gas,5,1\n\"2\",gas,NaN,1\n", "line 3, column 'price'", "a finite number", "'NaN'")]
    [InlineData("1,coal,5,1\n", "line 2, column 'heating' (number 2 of 4)", "one of gas, oil", "'coal'")]
    [InlineData("1,gas,5,yes\n", "line 2, column 'new'", "true, false, 1 or 0", "'yes'")]
    [InlineData("1,gas,5\n", "line 2", "4 cells", "3")]
    [InlineData("1,gas,5,1,9\n", "line 2", "4 cells", "5")]
    [InlineData("", "end of the file", "a line with an example", "none")]
    [InlineData("1,g\"as,5,1\n", "line 2", "quotation marks", "quotation mark out of place")]
    public void An_error_names_the_place(string lines, string where, string expected, string found)
    {
        string path = File("area,heating,price,new\n" + lines);

        DataFormatException error = Assert.Throws<DataFormatException>(() => Csv.Read(path, Inputs, Price));

        Assert.Equal(path, error.File);
        Assert.StartsWith(where, error.Where);
        Assert.Contains(expected, error.Expected);
        Assert.Contains(found, error.Found);
    }

    [Theory]
    [InlineData("", "the names of the columns", "an empty file")]
    [InlineData("area,price\n1,2\n", "a column 'heating'", "the columns area, price")]
    [InlineData("area,area\n1,2\n", "a name of its own", "'area' 2 times")]
    public void The_line_of_names_must_fit(string text, string expected, string found)
    {
        DataFormatException error = Assert.Throws<DataFormatException>(() => Csv.Read(File(text), Inputs, Price));

        Assert.Equal("line 1", error.Where);
        Assert.Contains(expected, error.Expected);
        Assert.Contains(found, error.Found);
    }

    [Theory]
    [InlineData("area;price\n1;2\n", "one column 'area;price'; if cells are separated by ';', say so: delimiter: ';'")]
    [InlineData("area\tprice\n1\t2\n", "delimiter: '\\t'")]
    [InlineData("\narea,price\n1,2\n", "an empty line")]
    public void Another_delimiter_is_suggested(string text, string found) =>
        Assert.Contains(
            found, Assert.Throws<DataFormatException>(() => Csv.Read(File(text), Inputs, Price)).Found, StringComparison.Ordinal);

    [Theory]
    [InlineData("area,price,,\n1,2,,\n3,4,,\n")]
    [InlineData("area,price,,\n1,2\n3,4,,,,\n")]
    [InlineData("area,price\n1,2,,\n3,4\n")]
    [InlineData("area,price,,\n1,2,,\n,,,\n3,4,,\n,\n , ,\n")] // rows that were cleared
    [InlineData("area,,note,note,price,\n1,x,a,b,2,\n3,y,,,4,\n")]
    [InlineData(" area ,price,price of what,,\n1,2,house,left over,\n3,4,,,\n")]
    public void Columns_that_nobody_asks_for_may_lack_a_name_or_share_one(string text)
    {
        Dataset data = Csv.Read(File(text), [CsvColumn.Number("area")], Price);

        Assert.Equal([1f, 3], Enumerable.Range(0, 2).Select(i => data.Input(i)[0]));
        Assert.Equal([2f, 4], Enumerable.Range(0, 2).Select(i => data.Target(i)[0]));
    }

    [Theory]
    [InlineData("area,price,area\n1,2,3\n", "line 1: expected a name of its own for each column that is read; found 'area' 2 times, "
        + "in the columns 1, 3")]
    [InlineData("area,price,,\n1,2,3,4,5\n", "line 2: expected 2 cells, as many as line 1 has names; found 5")]
    [InlineData("area,price,,\n1\n", "line 2: expected 2 cells, as many as line 1 has names; found 1")]
    [InlineData("area,price,,\n1,,,\n", "line 2, column 'price' (number 2 of 2): expected a finite number, such as -12.5 or 3e-4; "
        + "found nothing")]
    public void Trailing_commas_hide_no_mistake(string text, string message)
    {
        string path = File(text);

        Assert.Equal(
            $"{path}: {message}", Assert.Throws<DataFormatException>(() => Csv.Read(path, [CsvColumn.Number("area")], Price)).Message);
    }

    [Fact]
    public void A_cell_that_is_not_text_is_reported_with_its_place_and_matters_only_where_it_is_asked_for()
    {
        string lines = string.Concat(Enumerable.Repeat("oil,5,x\n", 3_000));
        string path = _folder.File(
            "houses.csv",
            [.. Encoding.UTF8.GetBytes("heating,price,street\n" + lines + "oil,5,"), 0xFF, 0xFE, .. "\noi"u8, 0xFF, .. "l,6,x\n"u8]);

        DataFormatException error = Assert.Throws<DataFormatException>(
            () => Csv.Read(path, [CsvColumn.OneHot("heating", "oil", "gas")], Price));

        Assert.Equal("line 3003, column 'heating' (number 1 of 3)", error.Where);
        Assert.Equal("'oi\uFFFDl', bytes that are not UTF-8", error.Found);
        Assert.Equal(3_002, Csv.Read(path, [CsvColumn.Number("price")], Price).Count);
    }

    [Fact]
    public void Zero_characters_are_no_part_of_a_number() =>
        Assert.Equal(
            "line 2, column 'price' (number 1 of 1)",
            Assert.Throws<DataFormatException>(() => Csv.Read(File("price\n1\0\n"), Price, Price)).Where);

    [Fact]
    public void Other_delimiters_are_understood()
    {
        Dataset data = Csv.Read(File("area;price\n1;2\n"), [CsvColumn.Number("area")], Price, delimiter: ';');

        Assert.Equal([1f], data.Input(0));
    }

    [Fact]
    public void Columns_must_make_sense()
    {
        Assert.Throws<ArgumentException>(() => CsvColumn.Class("kind", "only"));
        Assert.Throws<ArgumentException>(() => CsvColumn.OneHot("kind", "a", "a"));
        Assert.Throws<ArgumentException>(() => Csv.Read(File(Good), [], Price));
    }

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        (int refused, int all) = DamageKit.Check(
            Encoding.UTF8.GetBytes(Good), file => Csv.Read(new MemoryStream(file), "houses.csv", Inputs, Price), 1 << 22);

        Assert.InRange(refused, all / 10, all);
    }

    private string File(string text) => _folder.File("houses.csv", Encoding.UTF8.GetBytes(text));
}
