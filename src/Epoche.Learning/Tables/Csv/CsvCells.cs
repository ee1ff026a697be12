using System.Runtime.CompilerServices;

namespace Epoche.Tables;

/// <summary>The cells of a column in a block: numbers, NaN where one is missing, or the places of words, −1 likewise.</summary>
/// <param name="use">What the column becomes.</param>
internal sealed class CsvCells(CsvUse use)
{
    private const int FirstRows = 4096;

    private double[] _numbers = new double[use == CsvUse.Text ? 0 : FirstRows];
    private int[] _codes = new int[use == CsvUse.Text ? FirstRows : 0];

    /// <summary>The words; null for numbers.</summary>
    public CsvWords? Words { get; } = use == CsvUse.Text ? new() : null;

    public ReadOnlySpan<double> Numbers => _numbers;

    public ReadOnlySpan<int> Codes => _codes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetNumber(int row, double value)
    {
        if (row >= _numbers.Length)
        {
            Array.Resize(ref _numbers, 2 * _numbers.Length);
        }

        _numbers[row] = value;
    }

    public void SetWord(int row, int word)
    {
        if (row >= _codes.Length)
        {
            Array.Resize(ref _codes, 2 * _codes.Length);
        }

        _codes[row] = word;
    }

    public void SetMissing(int row)
    {
        if (Words is null)
        {
            SetNumber(row, double.NaN);
        }
        else
        {
            SetWord(row, -1);
        }
    }
}
