using System.Buffers.Binary;
using System.IO.Compression;

namespace Epoche;

/// <summary>An array of bytes from an IDX file.</summary>
/// <param name="Shape">Its sizes: <c>[60000, 28, 28]</c> for images, <c>[60000]</c> for labels.</param>
/// <param name="Values">Its elements, row-major.</param>
public sealed record IdxArray(Shape Shape, byte[] Values)
{
    /// <summary>Its elements, row-major.</summary>
    public byte[] Values { get; init => field = NotNull.Of(value); } = NotNull.Of(Values);
}

/// <summary>Reads IDX files, the format of MNIST and its kin, gzipped or not.</summary>
public static class Idx
{
    private const byte UnsignedByte = 0x08;
    private const int PrefixLength = 4;

    // What deflate can do at best (RFC 1951: 258 bytes from 2 bits); a gzip file that promises more lies, and nothing is allocated for it.
    private const long LargestExpansion = 1032;

    // What is unpacked of any file, and of one that is packed as well as pictures and labels are: those of MNIST to a fifth.
    private const long MostUnpacked = 1 << 26, UsualExpansion = 64;

    /// <summary>
    /// Reads a file of unsigned bytes. Whether it is gzipped shows in its first two bytes, not by its name. What a gzipped file says of its
    /// length is at most 64 MiB, or 64 times what it is packed; one that holds more is unpacked by <c>gunzip</c> first.
    /// </summary>
    /// <exception cref="DataFormatException">
    /// The file is no IDX file of unsigned bytes, or its length is not what its header says.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static IdxArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Read(path, hash: null);
    }

    /// <summary>
    /// Reads images and their labels. Pixels become float32 in [0, 1] (divided by 255), a label the number of its class.
    /// </summary>
    /// <param name="imagesPath">An IDX file of shape [count, height, width].</param>
    /// <param name="labelsPath">An IDX file of shape [count].</param>
    /// <param name="flat">Whether an image is a vector of height × width pixels, or [height, width, 1].</param>
    /// <exception cref="DataFormatException">A file is damaged, of another shape, or the two have different counts.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It is a folder, or closed to this user.</exception>
    public static Dataset ReadImages(string imagesPath, string labelsPath, bool flat = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(imagesPath);
        ArgumentException.ThrowIfNullOrWhiteSpace(labelsPath);
        return Images(Read(imagesPath), imagesPath, Read(labelsPath), labelsPath, flat);
    }

    internal static Dataset Images(IdxArray images, string imagesPath, IdxArray labels, string labelsPath, bool flat)
    {
        if (images.Shape.Rank != 3)
        {
            throw new DataFormatException(imagesPath, "byte 3", "images [count, height, width]", $"the shape {images.Shape}");
        }

        if (images.Shape[1] == 0 || images.Shape[2] == 0)
        {
            throw new DataFormatException(imagesPath, "byte 8", "images of one pixel at least", $"the shape {images.Shape}");
        }

        if (labels.Shape.Rank != 1 || labels.Shape[0] != images.Shape[0])
        {
            throw new DataFormatException(
                labelsPath, "byte 3", $"a label for each of the {images.Shape[0]} images of {imagesPath}", $"the shape {labels.Shape}");
        }

        int height = images.Shape[1], width = images.Shape[2];
        return Dataset.OfPixels(
            images.Values, flat ? [height * width] : [height, width, 1], Array.ConvertAll(labels.Values, v => (float)v), []);
    }

    /// <summary>Reads a file that is no longer, unzipped, than it may be, and adds its unzipped bytes to a hash.</summary>
    internal static IdxArray Read(string path, Sha256? hash, long mostUnpacked = long.MaxValue)
    {
        using FileStream file = ReadableFile.Open(path, bufferSize: 1 << 16);
        Span<byte> magic = stackalloc byte[2];
        bool isZipped = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic is [0x1F, 0x8B];
        file.Position = 0;
        if (!isZipped)
        {
            return Read(file, file.Length, mostUnpacked, path, isZipped: false, hash);
        }

        try
        {
            using GZipStream unzipped = new(file, CompressionMode.Decompress, leaveOpen: true);
            long most = Math.Min(mostUnpacked, Math.Max(MostUnpacked, file.Length * UsualExpansion));
            return Read(unzipped, file.Length * LargestExpansion, most, path, isZipped: true, hash);
        }
        catch (InvalidDataException exception)
        {
            throw new DataFormatException(
                path, $"gzip data, before byte {file.Position}", "data with the checksum that follows them", "damaged data", exception);
        }
    }

    private static IdxArray Read(
        Stream stream, long mostBytes, long mostUnpacked, string path, bool isZipped, Sha256? hash)
    {
        Span<byte> header = stackalloc byte[PrefixLength + (Shape.MaxRank * sizeof(int))];
        int got = stream.ReadAtLeast(header[..PrefixLength], PrefixLength, throwOnEndOfStream: false);
        int headerLength = got < PrefixLength ? PrefixLength : PrefixLength + (Math.Min((int)header[3], Shape.MaxRank) * sizeof(int));
        got += stream.ReadAtLeast(header[got..headerLength], headerLength - got, throwOnEndOfStream: false);
        header = header[..got];
        Shape shape = ReadShape(header, path);
        long length = (long)headerLength + shape.ElementCount;
        string says = $"{length} bytes, as the header says";
        if (isZipped ? length > mostBytes : length != mostBytes)
        {
            throw new DataFormatException(
                path, "end of the file", says,
                isZipped ? $"at most {mostBytes}, which is what so small a gzip file can hold" : $"{mostBytes}");
        }

        if (length > mostUnpacked)
        {
            throw new DataFormatException(
                path, "end of the file", $"at most {mostUnpacked} bytes",
                $"{says}{(isZipped ? "; to read it all the same, gunzip it" : "")}");
        }

        byte[] values = GC.AllocateUninitializedArray<byte>(shape.ElementCount);
        int gotValues = stream.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        if (gotValues < values.Length || stream.ReadByte() >= 0)
        {
            throw new DataFormatException(path, "end of the file", says, gotValues < values.Length ? $"{got + gotValues}" : "more");
        }

        hash?.Append(header);
        hash?.Append(values);
        return new IdxArray(shape, values);
    }

    private static Shape ReadShape(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.Length < PrefixLength || bytes is not [0, 0, UnsignedByte, _, ..])
        {
            string found = Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, PrefixLength)]);
            throw new DataFormatException(
                path, "byte 0", "00 00 08 and a rank, the start of an IDX file of unsigned bytes",
                found.Length == 0 ? "an empty file" : found);
        }

        int rank = bytes[3];
        int headerLength = PrefixLength + (rank * sizeof(int));
        if (rank is 0 or > Shape.MaxRank)
        {
            throw new DataFormatException(path, "byte 3", $"a rank from 1 to {Shape.MaxRank}", $"{rank}");
        }

        if (bytes.Length < headerLength)
        {
            throw new DataFormatException(path, "end of the file", $"a header of {headerLength} bytes", $"{bytes.Length}");
        }

        Span<int> sizes = stackalloc int[rank];
        long count = 1;
        for (int i = 0; i < rank; i++)
        {
            int at = PrefixLength + (i * sizeof(int));
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
            count = sizes[i] < 0 ? -1 : count * sizes[i];
            if (count < 0 || count > Array.MaxLength - headerLength)
            {
                throw new DataFormatException(
                    path, $"byte {at}", $"sizes whose product is at most {Array.MaxLength - headerLength}",
                    $"the size {sizes[i]} on axis {i}");
            }
        }

        return Shape.Create(sizes);
    }
}
