using System.Buffers.Binary;
using Epoche.Images.Containers;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace Epoche.Images;

/// <summary>
/// The one place that calls ImageSharp. Four decoders are registered and no others; the size is looked at before anything is decoded;
/// whatever it throws becomes a <see cref="DataFormatException"/>.
/// </summary>
internal static class Decoder
{
    /// <summary>The bytes of a PNG file up to its height.</summary>
    public const int PngHeadBytes = 24;

    private const string Header = "the header";

    private const int BytesOfAPixel = 8, Mebibyte = 1 << 20, SmallBuffers = 16;

    private static readonly Configuration s_default = Make(new());

    public static PixelImage Decode(byte[] file, string name, ImageLimits limits)
    {
        Container container = Container.Read(file, name);
        Configuration configuration = limits == new ImageLimits() ? s_default : Make(limits);
        string where = Header;
        try
        {
            using MemoryStream head = new(file, 0, container.HeadBytes > 0 ? container.HeadBytes : file.Length);
            IImageInfo header = Image.Identify(configuration, head)
                ?? throw new InvalidImageContentException("The header was not understood.");
            RequireSize((header.Width, header.Height), (long)container.PixelsOfAByte * file.Length, file.Length, name, limits);
            if (container.IsPng)
            {
                PngData.Require(file, name);
            }

            where = "the pixels";
            using Image<Rgba32> image = Image.Load<Rgba32>(configuration, file);
            PixelImage pixels = Pixels(image);
            if (pixels.Channels == 4 && !container.MayBeTransparent)
            {
                throw new InvalidImageContentException("Rows are missing."); // what no data were found for stays transparent
            }

            ExifProfile? exif = container.Exif.IsEmpty ? image.Metadata.ExifProfile : new ExifProfile(container.Exif.ToArray());
            return Orientation.Upright(pixels, exif?.GetValue(ExifTag.Orientation)?.Value ?? 1);
        }
        catch (Exception exception) when (exception is not DataFormatException)
        {
            string message = exception.Message.Split('\n')[0].Trim().TrimEnd('.');
            string reason = exception is ImageFormatException or NotSupportedException ? $" ({message})" : "";
            string found = $"a damaged one, or an unusual one{reason}; save it again with another program, as PNG";
            throw new DataFormatException(name, where, $"a {container.Kind} file of a usual kind", found, exception);
        }
    }

    /// <summary>Refuses a PNG file that is too large by its first bytes, so that the rest need not be read; all else passes.</summary>
    public static void RequirePngSize(ReadOnlySpan<byte> head, string name, ImageLimits limits)
    {
        if (head.Length < PngHeadBytes || !head[1..].StartsWith("PNG\r\n"u8) || !head[12..].StartsWith("IHDR"u8))
        {
            return;
        }

        (int Width, int Height) size = (BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..]));
        if ((long)size.Width * size.Height > limits.MaxPixels)
        {
            RequireSize(size, long.MaxValue, 0, name, limits);
        }
    }

    private static void RequireSize((int Width, int Height) size, long held, int bytes, string name, ImageLimits limits)
    {
        long pixels = (long)size.Width * size.Height;
        string found = $"{size.Width} × {size.Height}";
        if (size.Width < 1 || size.Height < 1 || pixels > limits.MaxPixels)
        {
            string expected = $"1 to {limits.MaxPixels} pixels ({nameof(ImageLimits)}.{nameof(ImageLimits.MaxPixels)})";
            throw new DataFormatException(name, Header, expected, $"{found}; make the picture smaller, or raise the limit");
        }

        if (pixels > held)
        {
            string expected = $"at most {held} pixels, which is what {bytes} bytes can hold";
            throw new DataFormatException(name, Header, expected, $"{found}; it is damaged, or a trap");
        }
    }

    private static Configuration Make(ImageLimits limits)
    {
        Configuration configuration = new()
        {
            MaxDegreeOfParallelism = 1,
            MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions
            {
                MaximumPoolSizeMegabytes = 0, // what a large picture took is given back
                AllocationLimitMegabytes = SmallBuffers + (int)((long)limits.MaxPixels * BytesOfAPixel / Mebibyte),
            }),
        };
        ImageFormatManager formats = configuration.ImageFormatsManager;
        formats.AddImageFormatDetector(new PngImageFormatDetector());
        formats.AddImageFormatDetector(new JpegImageFormatDetector());
        formats.AddImageFormatDetector(new GifImageFormatDetector());
        formats.AddImageFormatDetector(new BmpImageFormatDetector());

        // Metadata of PNG files are compressed texts, which would be unpacked whatever their size.
        formats.SetDecoder(PngFormat.Instance, new PngDecoder { IgnoreMetadata = true });
        formats.SetDecoder(JpegFormat.Instance, new JpegDecoder());
        formats.SetDecoder(GifFormat.Instance, new GifDecoder { IgnoreMetadata = true, DecodingMode = FrameDecodingMode.First });
        formats.SetDecoder(BmpFormat.Instance, new BmpDecoder());
        return configuration;
    }

    /// <summary>The pixels with as few channels as hold them.</summary>
    private static PixelImage Pixels(Image<Rgba32> image)
    {
        Buffer2D<Rgba32> rows = image.Frames.RootFrame.PixelBuffer;
        bool isOpaque = true, isGrey = true;
        for (int y = 0; y < image.Height && (isOpaque || isGrey); y++)
        {
            foreach (Rgba32 pixel in rows.DangerousGetRowSpan(y))
            {
                isOpaque &= pixel.A == 255;
                isGrey &= pixel.R == pixel.G && pixel.G == pixel.B;
            }
        }

        int channels = !isOpaque ? 4 : isGrey ? 1 : 3, at = 0;
        byte[] pixels = new byte[image.Width * image.Height * channels];
        for (int y = 0; y < image.Height; y++)
        {
            foreach (Rgba32 pixel in rows.DangerousGetRowSpan(y))
            {
                pixels[at] = pixel.R;
                if (channels > 1)
                {
                    (pixels[at + 1], pixels[at + 2]) = (pixel.G, pixel.B);
                }

                if (channels == 4)
                {
                    pixels[at + 3] = pixel.A;
                }

                at += channels;
            }
        }

        return new PixelImage(image.Width, image.Height, channels, pixels);
    }
}
