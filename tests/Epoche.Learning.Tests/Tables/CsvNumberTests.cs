using System.Globalization;
using System.Text;
using Epoche.Tables;

namespace Epoche.Learning.Tests.Tables;

public sealed class CsvNumberTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("12345678")]
    [InlineData("0.1")]
    [InlineData("9007199254740993")] // 2^53 + 1, halfway between two doubles
    [InlineData("9007199254740995")]
    [InlineData("9007199254740993.0000000000000000001")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("4.9e-324")]
    [InlineData("2.2250738585072011e-308")]
    [InlineData("5e-324")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.000000000000000000000000000012345678901234567")]
    [InlineData("6250000000000000000e-9")]
    [InlineData("9223372036854775807e20")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+7e+2")]
    public void A_number_is_the_one_that_the_base_library_reads(string text) => Assert.Equal(
        BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)),
        BitConverter.DoubleToInt64Bits(Read(text)));

    [Fact]
    public void Random_numbers_of_many_digits_are_exact()
    {
        Rng random = new(1);
        for (int i = 0; i < 200_000; i++)
        {
            ulong digits = random.NextUInt64() >> random.NextInt(64);
            digits = digits > 9_999_999_999_999_999_999 ? digits / 10 : digits;
            string text = string.Create(CultureInfo.InvariantCulture, $"{digits}e{random.NextInt(129) - 64}");
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), Read(text));
        }
    }

    [Fact]
    public void Numbers_halfway_between_two_doubles_are_rounded_to_the_even_one()
    {
        Rng random = new(2);
        for (int i = 0; i < 50_000; i++)
        {
            ulong digits = ((1UL << 53) | (random.NextUInt64() >> 11) | 1) << random.NextInt(10);
            int power = random.NextInt(5);
            string text = string.Create(CultureInfo.InvariantCulture, $"{digits}e{power}");
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), Read(text));
            string half = (decimal.Parse(digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) / 4)
                .ToString(CultureInfo.InvariantCulture);
            Assert.Equal(double.Parse(half, CultureInfo.InvariantCulture), Read(half));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("5e")]
    [InlineData("x")]
    public void What_is_no_number_is_left_where_it_is(string text)
    {
        int at = 0;

        Assert.False(CsvNumber.TryRead(Padded(text), ref at, (byte)'.', out _));
        Assert.Equal(0, at);
    }

    private static double Read(string text)
    {
        int at = 0;
        Assert.True(CsvNumber.TryRead(Padded(text), ref at, (byte)'.', out double value));
        Assert.Equal(text.Length, at);
        return value;
    }

    private static byte[] Padded(string text) => [.. Encoding.ASCII.GetBytes(text), .. new byte[8]];
}
