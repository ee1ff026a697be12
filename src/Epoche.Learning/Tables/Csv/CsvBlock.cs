namespace Epoche.Tables;

/// <summary>A part of a file: whole lines in bytes.</summary>
/// <param name="File">The file.</param>
/// <param name="FileNumber">Its place among the files, from 0.</param>
/// <param name="Line">The number of the first line, from 1.</param>
/// <param name="Bytes">The bytes, and room behind them.</param>
/// <param name="Length">How many bytes are lines; the last is the end of one.</param>
internal readonly record struct CsvBlock(string File, int FileNumber, long Line, byte[] Bytes, int Length);
