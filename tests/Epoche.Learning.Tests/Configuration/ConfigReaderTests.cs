using System.Text;

namespace Epoche.Learning.Tests.Configuration;

public sealed class ConfigReaderTests
{
    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "r.yaml:3: a is there twice; first on line 1")]
    [InlineData("a:\n  b: 1\n  b: 2\n", "r.yaml:3: a.b is there twice; first on line 2")]
    [InlineData("a: &x 1\nb: *x\n", "r.yaml:1: a: anchors and aliases")]
    [InlineData("a: [1, *x]\n", "r.yaml:1: a.1: anchors and aliases")]
    [InlineData("a: !!int 3\n", "r.yaml:1: a: tags (here tag:yaml.org,2002:int) are not accepted")]
    [InlineData("a: !System.Diagnostics.Process {}\n", "r.yaml:1: a: tags (here !System.Diagnostics.Process) are not accepted")]
    [InlineData("!x {}\n", "r.yaml:1: tags")]
    [InlineData("&x a: 1\n", "r.yaml:1: expected a name as the key")]
    [InlineData("? [1]\n: 2\n", "r.yaml:1: expected a name as the key")]
    [InlineData("\"\": 2\n", "r.yaml:1: expected a name as the key")]
    [InlineData("- 1\n", "r.yaml:1: expected keys and values; the file holds a list")]
    [InlineData("just words\n", "r.yaml:1: expected keys and values; the file holds just words")]
    [InlineData("a: 1\n---\nb: 2\n", "r.yaml:2: expected one document; a second one begins here")]
    [InlineData("a: [1\n", "r.yaml:2: not valid YAML")]
    [InlineData("a: 1\n b: 2\n", "r.yaml:2: not valid YAML")]
    [InlineData("a: \"\\q\"\n", "r.yaml:1: not valid YAML")]
    [InlineData("a:\n\t- 1\n", "r.yaml:1: not valid YAML")]
    public void What_is_not_plain_data_is_refused_with_its_line(string yaml, string message) =>
        Assert.StartsWith(message, Assert.Throws<ConfigurationException>(() => ConfigMap.Parse(yaml, "r.yaml")).Message);

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n...\n")]
    [InlineData("{}")]
    public void An_empty_file_has_no_keys(string yaml) => Assert.Empty(ConfigMap.Parse(yaml, "r").Keys);

    [Fact]
    public void Nesting_is_bounded()
    {
        ConfigMap.Parse($"a: {new string('[', 31)}{new string(']', 31)}", "r");
        foreach (int depth in new[] { 33, 1_000, 300_000 })
        {
            ConfigurationException error = Assert.Throws<ConfigurationException>(
                () => ConfigMap.Parse($"a: {new string('[', depth)}", "r"));
            Assert.Contains("32", error.Message);
        }
    }

    [Fact]
    public void Size_is_bounded()
    {
        Assert.Contains(
            "1048576", Assert.Throws<ConfigurationException>(() => ConfigMap.Parse(new string(' ', (1 << 20) + 1), "r")).Message);
        using TemporaryFolder folder = new();
        string path = folder.File("big.yaml", new byte[(1 << 20) + 1]);
        Assert.Contains("1048576", Assert.Throws<ConfigurationException>(() => ConfigMap.Load(path)).Message);
    }

    [Fact]
    public void A_file_must_be_utf8()
    {
        using TemporaryFolder folder = new();
        string good = folder.File("good.yaml", [0xEF, 0xBB, 0xBF, .. "name: Größe\r\nx: 1\r\n"u8]);
        string bad = folder.File("bad.yaml", [.. "name: "u8, 0xFF, 0xFE]);

        Assert.Equal("Größe", ConfigMap.Load(good).RequiredString("name"));
        Assert.Contains("UTF-8", Assert.Throws<ConfigurationException>(() => ConfigMap.Load(bad)).Message);
    }

    [Theory]
    [InlineData("iso-8859-1", "café", "expected UTF-8 text; the bytes at 9 are not: save the file as UTF-8")]
    [InlineData("utf-16", "café", "expected UTF-8 text; the bytes at 0 are not: save the file as UTF-8")]
    [InlineData("utf-16BE", "cafe", "expected UTF-8 text; the bytes at 0 are not: save the file as UTF-8")]
    [InlineData("utf-16 without its mark", "cafe", "expected UTF-8 text; the byte at 1 is zero, as in UTF-16: save the file as UTF-8")]
    public void Another_encoding_is_named_with_its_remedy(string encoding, string name, string message)
    {
        using TemporaryFolder folder = new();
        bool hasMark = !encoding.EndsWith("mark", StringComparison.Ordinal);
        Encoding other = hasMark ? Encoding.GetEncoding(encoding) : new UnicodeEncoding(bigEndian: false, byteOrderMark: false);
        string path = folder.File("r.yaml", [.. other.GetPreamble(), .. other.GetBytes($"name: {name}\n")]);

        Assert.Equal($"{path}: {message}", Assert.Throws<ConfigurationException>(() => ConfigMap.Load(path)).Message);
        Assert.Equal($"{path}: {message}", Assert.Throws<ConfigurationException>(() => ConfigMap.ReadText(path)).Message);
    }

    [Fact]
    public void Any_damage_to_a_file_is_read_or_refused()
    {
        byte[] original = Encoding.UTF8.GetBytes("""
            # comment
            a: 1
            text: "quoted \u00e9" # behind
            block: |
              several
              lines
            folded: >-
              other
            list: [1, {b: c}, 'd']
            deep:
              - e: f
                g:
                - h
            """);
        byte[] alphabet = Encoding.UTF8.GetBytes("{}[],:-#&*!|>'\"%@`? \n\t\r\0\\~.<=ax1_");
        Rng rng = Rng.Stream(1, "damage");
        int refused = 0;
        for (int i = 0; i < 8_000; i++)
        {
            List<byte> bytes = [.. original];
            for (int changes = 1 + rng.NextInt(4); changes > 0; changes--)
            {
                int at = rng.NextInt(bytes.Count);
                byte value = rng.NextInt(8) == 0 ? (byte)rng.NextInt(256) : alphabet[rng.NextInt(alphabet.Length)];
                switch (rng.NextInt(3))
                {
                    case 0:
                        bytes[at] = value;
                        break;
                    case 1:
                        bytes.Insert(at, value);
                        break;
                    default:
                        bytes.RemoveAt(at);
                        break;
                }
            }

            string text = Encoding.UTF8.GetString([.. bytes]);
            try
            {
                ConfigMap map = ConfigMap.Parse(text, "r");
                string again = map.ToYaml();
                Assert.Equal(again, ConfigMap.Parse(again, "r").ToYaml());
            }
            catch (ConfigurationException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1_000, 7_500);
    }
}
