using System.IO.Compression;

namespace Epoche.Learning.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_labels_are_read_gzipped_or_not(bool zipped)
    {
        string images = _folder.File("images", zipped ? Zip(Images) : Images);
        string labels = _folder.File("labels", zipped ? Zip(Labels) : Labels);

        Assert.Equal([2, 2, 3], Sizes(Idx.Read(images).Shape));
        Dataset data = Idx.ReadImages(images, labels);
        Dataset pictures = Idx.ReadImages(images, labels, flat: false);

        Assert.Equal(2, data.Count);
        Assert.Equal([6], Sizes(data.InputShape));
        Assert.Equal([2, 3, 1], Sizes(pictures.InputShape));
        Assert.Equal([0f, 0.2f, 0.4f, 0.6f, 0.8f, 1f], data.Input(0));
        Assert.Equal(5 / 255f, pictures.Input(1)[4]);
        Assert.Equal([9f], data.Target(1).ToArray());
    }

    [Theory]
    [InlineData("", "byte 0", "an empty file")]
    [InlineData("000008", "byte 0", "000008")]
    [InlineData("00000901000000", "byte 0", "00000901")]
    [InlineData("01000801", "byte 0", "01000801")]
    [InlineData("00000800", "byte 3", "0")]
    [InlineData("00000807", "byte 3", "7")]
    [InlineData("00000801000000", "end of the file", "7")]
    [InlineData("0000080100000002", "end of the file", "8")]
    [InlineData("000008010000000201", "end of the file", "9")]
    [InlineData("0000080100000002010203", "end of the file", "11")]
    [InlineData("00000801ffffffff", "byte 4", "the size -1 on axis 0")]
    [InlineData("000008020001000000010000", "byte 8", "the size 65536 on axis 1")]
    [InlineData("000008020000000000000005aa", "end of the file", "13")]
    [InlineData("000008017fffffff", "byte 4", "the size 2147483647 on axis 0")]
    [InlineData("0000080170000000", "end of the file", "8")]
    public void A_file_that_does_not_hold_what_it_says_is_refused(string hexadecimal, string where, string found)
    {
        string path = _folder.File("file", Convert.FromHexString(hexadecimal));

        DataFormatException error = Assert.Throws<DataFormatException>(() => Idx.Read(path));

        Assert.Equal((path, where, found), (error.File, error.Where, error.Found));
    }

    [Fact]
    public void A_gzip_file_that_does_not_hold_what_it_says_is_refused()
    {
        Assert.Equal("9", Error(Zip([0, 0, 8, 1, 0, 0, 0, 2, 1])).Found);
        Assert.Equal("more", Error(Zip([.. Labels, 1])).Found);
        Assert.Contains("so small a gzip file", Error(Zip([0, 0, 8, 1, 0x10, 0, 0, 0, 1])).Found);
        byte[] whole = Zip(Images);
        for (int length = 2; length < whole.Length - 10; length++)
        {
            Error(whole[..length]);
        }

        DataFormatException Error(byte[] bytes) => Assert.Throws<DataFormatException>(() => Idx.Read(_folder.File("zipped", bytes)));
    }

    /// <summary>
    /// The last eight bytes are the checksum and the length; .NET calls a wrong checksum "an unsupported compression method".
    /// </summary>
    [Fact]
    public void A_wrong_checksum_of_a_gzip_file_is_damage_with_its_place()
    {
        byte[] whole = Zip(Images);
        whole[^8] ^= 1;
        string path = _folder.File("images.gz", whole);

        DataFormatException error = Assert.Throws<DataFormatException>(() => Idx.Read(path));

        Assert.Equal(
            $"{path}: gzip data, before byte {whole.Length}: expected data with the checksum that follows them; found damaged data",
            error.Message);
    }

    [Fact]
    public void Any_damage_to_a_gzip_file_is_noticed_or_harmless()
    {
        byte[] whole = Zip(Images);
        for (int at = 2; at < whole.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. whole];
                damaged[at] ^= (byte)(1 << bit);
                try
                {
                    Assert.Equal(Images[16..], Idx.Read(_folder.File("damaged", damaged)).Values);
                }
                catch (DataFormatException error)
                {
                    Assert.EndsWith("damaged", error.File);
                }
            }
        }
    }

    [Fact]
    public void Images_need_as_many_labels()
    {
        string images = _folder.File("images", Images), labels = _folder.File("labels", Labels),
            few = _folder.File("few", [0, 0, 8, 1, 0, 0, 0, 1, 7]);

        Assert.Equal(few, Assert.Throws<DataFormatException>(() => Idx.ReadImages(images, few)).File);
        Assert.Equal(labels, Assert.Throws<DataFormatException>(() => Idx.ReadImages(labels, labels)).File);
    }

    internal static int[] Sizes(Shape shape)
    {
        int[] sizes = new int[shape.Rank];
        shape.CopyTo(sizes);
        return sizes;
    }

    private static byte[] Zip(byte[] bytes)
    {
        using MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return zipped.ToArray();
    }
}
