namespace Epoche.Core.Tests.State;

public sealed class StateTests
{
    [Fact]
    public void Every_kind_of_value_comes_back()
    {
        Rng random = Rng.Stream(3, "x");
        random.NextUInt64();
        StateLoader loader = Load(Save(new Part(random)));
        Part part = new(default);
        loader.Part("part", part); // checks what it gets
        Assert.Equal(1, part.LoadedVersion);
        Assert.True(loader.Has("part/inner/text") && !loader.Has("text"));
    }

    [Fact]
    public void The_state_of_something_else_is_refused_however_well_it_fits()
    {
        ReadOnlyMemory<byte> saved = Save(new Inner());
        Assert.Contains(
            "'part.kind': expected the state of Other; found that of Inner;",
            Assert.Throws<DataFormatException>(() => Load(saved).Part("part", new Other())).Message);
        Assert.Contains(
            "expected the state of Other, mirrored; found that of Other;",
            Assert.Throws<DataFormatException>(() => Load(Save(new Other())).Part("part", new Other { IsMirrored = true })).Message);
    }

    [Fact]
    public void States_of_the_layout_before_are_refused_by_its_name()
    {
        byte[] saved = Save(new Inner()).ToArray();
        saved["epoche state\n".Length] = 1;
        Assert.Contains(
            "expected the layout version 2 or 3; found 1; it was saved by an earlier version of Epoche",
            Assert.Throws<DataFormatException>(() => Load(saved)).Message);
    }

    [Fact]
    public void A_name_is_used_once_in_a_part()
    {
        StateBuffer bytes = new();
        StateSaver saver = new(bytes);
        saver.Write("a", 1);
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => saver.Write("a", 2L)).Message);
    }

    [Fact]
    public void What_is_missing_or_other_is_named()
    {
        StateLoader loader = Load(Save(new Part(default)));
        Assert.Contains("'nothing'", Assert.Throws<DataFormatException>(() => loader.Int32("nothing")).Message);
        Assert.Contains("'part/inner/text'", Assert.Throws<DataFormatException>(() => loader.Int32("part/inner/text")).Message);
        Assert.Contains("2 numbers", Assert.Throws<DataFormatException>(() => loader.Read("part/floats", new float[2])).Message);
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_read_but_never_crash()
    {
        byte[] whole = Save(new Part(default)).ToArray();
        Rng random = new(1);
        for (int trial = 0; trial < 5_000; trial++)
        {
            byte[] bytes = trial % 2 == 0 ? whole[..random.NextInt(whole.Length)] : [.. whole];
            for (int flips = trial % 2 == 0 ? 0 : 1 + random.NextInt(3); flips > 0; flips--)
            {
                bytes[random.NextInt(bytes.Length)] ^= (byte)(1 << random.NextInt(8));
            }

            try
            {
                Load(bytes).Part("part", new Part(default) { Checks = false });
            }
            catch (DataFormatException)
            {
                // As documented; anything else fails the test.
            }
        }
    }

    private static ReadOnlyMemory<byte> Save(IStateful part)
    {
        StateBuffer bytes = new();
        StateSaver saver = new(bytes);
        saver.Part("part", part);
        return bytes.ToArray();
    }

    private static StateLoader Load(ReadOnlyMemory<byte> bytes) => new(bytes, "test", (_, _) => { });

    private sealed class Part(Rng random) : IStateful
    {
        public bool Checks { get; init; } = true;

        public int LoadedVersion { get; private set; }

        public int StateVersion => 1;

        public void SaveState(StateSaver to)
        {
            to.Write("int", -5);
            to.Write("long", long.MinValue);
            to.Write("float", float.NaN);
            to.Write("double", Math.PI);
            to.Write("yes", true);
            to.Write("random", random);
            to.Write<float>("floats", [1, 2, 3]);
            to.Write<double>("none", []);
            to.Write("bytes", (ReadOnlySpan<byte>)[1, 2]);
            to.Part("inner", new Inner());
        }

        public void LoadState(StateLoader from)
        {
            LoadedVersion = from.Version;
            Rng loaded = from.Random("random");
            (int Int, long Long, float Float, double Double, bool Yes) values =
                (from.Int32("int"), from.Int64("long"), from.Single("float"), from.Double("double"), from.Boolean("yes"));
            float[] floats = new float[3];
            from.Read("floats", floats);
            double[] none = from.Array<double>("none");
            byte[] bytes = from.Bytes("bytes").ToArray();
            Inner inner = new();
            from.Part("inner", inner);
            if (Checks)
            {
                Assert.Equal("7 Größe", inner.Text);
                Assert.Equal((-5, long.MinValue, float.NaN, Math.PI, true), values);
                Assert.Equal(2UL, loaded.Position);
                Assert.Equal([1, 2, 3], floats);
                Assert.Empty(none);
                Assert.Equal([1, 2], bytes);
            }
        }
    }

    private sealed class Inner : IStateful
    {
        public int StateVersion => 7;

        public void SaveState(StateSaver to) => to.Write("text", "Größe");

        public void LoadState(StateLoader from) => Text = $"{from.Version} {from.Text("text")}";

        public string Text { get; private set; } = "";
    }

    /// <summary>Saves what <see cref="Inner"/> saves.</summary>
    private sealed class Other : IStateful
    {
        public bool IsMirrored { get; init; }

        public int StateVersion => 7;

        public string StateKind => IsMirrored ? "Other, mirrored" : "Other";

        public void SaveState(StateSaver to) => to.Write("text", "Größe");

        public void LoadState(StateLoader from) => from.Text("text");
    }
}
