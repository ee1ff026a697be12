using System.Globalization;
using System.Text;
using Epoche.Tables;

namespace Epoche.Learning.Tests.Tables;

public sealed class TableReadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _files;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kinds_are_found_and_cells_may_be_missing()
    {
        Table table = Table.Read(File(
            "name,age,joined,score\n\"Mill, the \"\"old\"\"\",31,2024-01-31,1e3\n"
            + "  Ann  ,NA,2023-12-01T17:30:00Z,-0.5\n,?,,\n\"A\nB\",7,,nan\n"));

        Assert.Equal(4, table.Count);
        Assert.Equal(
            [ColumnKind.Text, ColumnKind.Number, ColumnKind.Date, ColumnKind.Number], table.Columns.Select(column => column.Kind));
        Assert.Equal(["Mill, the \"old\"", "Ann", null, "A\nB"], Enumerable.Range(0, 4).Select(table["name"].Text));
        Assert.Equal([31, double.NaN, double.NaN, 7], Enumerable.Range(0, 4).Select(table["age"].Number));
        Assert.Equal(new DateTime(2023, 12, 1, 17, 30, 0), table["joined"].Date(1));
        Assert.Equal(["2024-01-31", "2023-12-01 17:30:00", null, null], Enumerable.Range(0, 4).Select(table["joined"].Text));
        Assert.Equal([1, 2, 2, 2], table.Columns.Select(column => column.Missing));
    }

    [Fact]
    public void A_file_that_is_missing_is_named_with_the_one_that_was_meant()
    {
        string there = File("a\n1\n"), folder = Path.GetDirectoryName(there)!, name = Path.GetFileName(there);
        string wanted = Path.Combine(folder, $"{name}x"), elsewhere = Path.Combine(folder, "none", name);

        Assert.Equal(
            $"There is no file '{wanted}'. Did you mean '{there}'?",
            Assert.Throws<FileNotFoundException>(() => Table.Read(wanted)).Message);
        Assert.Equal(
            $"There is no file '{elsewhere}'.",
            Assert.Throws<FileNotFoundException>(() => Table.Stream(elsewhere).Count()).Message);
        Assert.Equal(
            $"There is no file '{wanted}'. Did you mean '{there}'?",
            Assert.Throws<FileNotFoundException>(() => Csv.Read(wanted, [CsvColumn.Number("a")], [CsvColumn.Number("a")])).Message);
    }

    [Fact]
    public void A_European_file_has_semicolons_decimal_commas_and_its_own_dates()
    {
        Table table = Table.Read(
            File("Preis;Tag;Ort\r\n3,5;31.01.2024;Köln\r\n-1,25e2;01.02.2024;\"Bonn; West\"\r\n"), new() { DecimalComma = true });

        Assert.Equal([3.5, -125], Enumerable.Range(0, 2).Select(table["Preis"].Number));
        Assert.Equal(new DateTime(2024, 2, 1), table["Tag"].Date(1));
        Assert.Equal(["Köln", "Bonn; West"], Enumerable.Range(0, 2).Select(table["Ort"].Text));
    }

    [Fact]
    public void What_is_known_of_a_column_is_followed()
    {
        string path = File("zip,day,n\n01234,01/31/2024,1\n99999,12/01/2024,2\n");

        Table table = Table.Read(path, new()
        {
            DateFormat = "MM/dd/yyyy", Kinds = new() { ["zip"] = ColumnKind.Text }, Columns = ["zip", "day"],
        });

        Assert.Equal(["zip", "day"], table.Columns.Select(column => column.Name));
        Assert.Equal("01234", table["zip"].Text(0));
        Assert.Equal(new DateTime(2024, 1, 31), table["day"].Date(0));
    }

    [Fact]
    public void A_file_without_names_and_one_with_others_are_read()
    {
        Table table = Table.Read(File("1;2\n3;4\n"), new() { Header = false, Delimiter = ';', Missing = ["4"] });

        Assert.Equal(["column_1", "column_2"], table.Columns.Select(column => column.Name));
        Assert.Equal(2, table.Count);
        Assert.True(table["column_2"].IsMissing(1));
    }

    [Fact]
    public void Several_files_are_one_and_must_have_the_same_columns()
    {
        string one = File("a,b\n1,x\n2,y\n"), two = File("a,b\n3,y\n4,z"), other = File("a,c\n1,2\n");

        Table table = Table.Read([one, two]);

        Assert.Equal([1, 2, 3, 4], Enumerable.Range(0, 4).Select(table["a"].Number));
        Assert.Equal(["x", "y", "y", "z"], Enumerable.Range(0, 4).Select(table["b"].Text));
        DataFormatException error = Assert.Throws<DataFormatException>(() => Table.Read([one, other]));
        Assert.Equal($"{other}: line 1: expected the columns of {one}: a, b; found a, c", error.Message);
    }

    [Fact]
    public void A_late_text_makes_a_column_of_texts_and_a_stream_says_so()
    {
        StringBuilder text = new("n,t\n");
        for (int i = 0; i < 20_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},{i}\n");
        }

        string path = File(text.Append("5,five\n").ToString());

        Table table = Table.Read(path);

        Assert.Equal(ColumnKind.Text, table["t"].Kind);
        Assert.Equal(("17", "five"), (table["t"].Text(17), table["t"].Text(20_000)));
        Assert.Equal(5, table["n"].Number(20_000));
        DataFormatException error = Assert.Throws<DataFormatException>(() => Table.Stream(path).Sum(part => part.Count));
        Assert.Equal(
            $"{path}: line 20002, column 't' (number 2 of 2): expected a number, such as -12.5 or 3e-4, as in the first rows; "
            + "of a column of texts say so in Kinds; found 'five'",
            error.Message);
        Assert.Equal(20_001, Table.Stream(path, new() { Kinds = new() { ["t"] = ColumnKind.Text } }).Sum(part => part.Count));
    }

    [Theory]
    [InlineData("a,b\n1\n", "line 2: expected 2 cells, as many as there are columns; found 1")]
    [InlineData("a,b\n1,2,3\n", "line 2: expected 2 cells, as many as there are columns; found 3")]
    [InlineData("a,b\n\n1,x\"y\n", "line 3, column 'b' (number 2 of 2): expected a cell in quotation marks, or one without any ('\"' "
        + "within it is written '\"\"'); found a quotation mark out of place")]
    [InlineData("a,b\n1,\"x\n", "line 2, column 'b' (number 2 of 2): expected a cell in quotation marks, or one without any ('\"' within "
        + "it is written '\"\"'); found a quotation mark out of place")]
    [InlineData("a,a\n1,2\n", "line 1: expected a name of its own for each column; rename one, "
        + "or name those to read in Columns; found 'a' twice")]
    [InlineData("", "line 1: expected the names of the columns; found an empty file")]
    [InlineData("a,b\n\n ,\n", "end of the file: expected a row behind the names of the columns; found none")]
    public void An_error_names_the_place(string text, string message)
    {
        string path = File(text);

        DataFormatException error = Assert.Throws<DataFormatException>(() => Table.Read(path));

        Assert.Equal($"{path}: {message}", error.Message);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused_or_read_as_Latin1()
    {
        string path = _folder.File("latin.csv", Encoding.Latin1.GetBytes("ort,n\nKöln,1\n"));

        DataFormatException error = Assert.Throws<DataFormatException>(() => Table.Read(path));

        Assert.StartsWith($"{path}: line 2, column 'ort' (number 1 of 2): expected UTF-8;", error.Message);
        Assert.Equal("Köln", Table.Read(path, new() { Latin1 = true })["ort"].Text(0));
    }

    [Fact]
    public void Cells_beyond_the_columns_may_be_empty_and_the_last_line_needs_no_end()
    {
        Table table = Table.Read(File("\uFEFFa,b,\n1,2,,\n3,\n5,6"));

        Assert.Equal([1, 3, 5], Enumerable.Range(0, 3).Select(table["a"].Number));
        Assert.Equal([2, double.NaN, 6], Enumerable.Range(0, 3).Select(table["b"].Number));
    }

    [Fact]
    public void Blocks_of_any_length_and_any_number_of_threads_give_the_same_rows()
    {
        StringBuilder text = new("n,t\n");
        for (int i = 0; i < 300; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i * 0.37},{(i % 7 == 0 ? $"\"line\n\"\"{i % 11}\"\"\"" : $"w{i % 11}")}\n");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        CsvInput input = new("rows", () => new MemoryStream(bytes));
        Table whole = TableReader.Read(TableReader.Source([input], new()));
        int count = Workers.Count;
        try
        {
            foreach ((int blockBytes, int workers) in new[] { (64, 1), (100, 3), (257, 8), (4096, 2) })
            {
                Workers.Count = workers;
                Table table = TableReader.Read(TableReader.Source([input], new(), blockBytes));
                Assert.Equal(300, table.Count);
                Assert.All(Enumerable.Range(0, 300), i =>
                {
                    Assert.Equal(whole["n"].Number(i), table["n"].Number(i));
                    Assert.Equal(whole["t"].Text(i), table["t"].Text(i));
                });
                Assert.Equal(whole["t"].Words, table["t"].Words);
            }
        }
        finally
        {
            Workers.Count = count;
        }
    }

    [Fact]
    public void A_share_of_the_rows_is_drawn_by_the_seed()
    {
        string path = File("n\n" + string.Join('\n', Enumerable.Range(0, 5_000)));

        Table one = Table.Read(path, new() { Share = 0.2, Seed = 3 });

        Assert.InRange(one.Count, 900, 1_100);
        Assert.Equal(Numbers(one), Numbers(Table.Read(path, new() { Share = 0.2, Seed = 3 })));
        Assert.NotEqual(Numbers(one), Numbers(Table.Read(path, new() { Share = 0.2, Seed = 4 })));
        Assert.Equal(100, Table.Read(path).Sample(100, seed: 1).Count);

        static double[] Numbers(Table table) => [.. Enumerable.Range(0, table.Count).Select(table["n"].Number)];
    }

    [Fact]
    public void A_comma_cannot_be_both() => Assert.Equal(
        "Cells and decimals are both separated by a comma; set Delimiter to what separates cells, such as ';'. (Parameter 'options')",
        Assert.Throws<ArgumentException>(() => Table.Read(File("a\n1\n"), new() { DecimalComma = true, Delimiter = ',' })).Message);

    private string File(string text)
    {
        _files++;
        return _folder.File($"{_files}.csv", Encoding.UTF8.GetBytes(text));
    }
}
