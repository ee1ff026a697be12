using System.Numerics;

namespace Epoche.Simulation;

/// <summary>The state of a game of bricks, and its rules; see <see cref="FakeEmulators"/>.</summary>
internal struct FakeGame
{
    public const int Height = 210, Width = 160;

    private const int Wall = 8, Top = 32, BrickTop = 57, BrickHeight = 6, BrickWidth = 8, BrickRows = 6, BrickColumns = 18;
    private const int PaddleTop = 189, PaddleWidth = 16, BallSize = 3, PaddleSpeed = 4, Lost = 206;
    private const uint Full = (1u << BrickColumns) - 1;

    private static readonly int[] s_colours = [0xC84848, 0xC66C3A, 0xB47A30, 0xA2A22A, 0x48A048, 0x4248C8];
    private static readonly int[] s_points = [7, 7, 4, 4, 1, 1];

    private const int LongestGame = 2_000; // frames: a paddle at rest may meet the ball for ever

    private int _paddle, _x, _y, _dx, _dy, _flies, _frames;
    private uint _row0, _row1, _row2, _row3, _row4, _row5;
    private ulong _key, _position;

    public int Lives { get; private set; }

    public readonly bool IsPossible => _paddle is >= Wall and <= Width - Wall - PaddleWidth && _x is >= 0 and < Width
        && _y is >= 0 and < Height && Math.Abs(_dx) <= 3 && Math.Abs(_dy) <= 3 && Lives is >= 0 and <= 5
        && (_row0 | _row1 | _row2 | _row3 | _row4 | _row5) <= Full;

    public static FakeGame Start(ulong seed)
    {
        Rng rng = Rng.Stream(seed, "fake game");
        FakeGame game = new() { Lives = 5, _paddle = 72, _key = rng.Key, _position = rng.Position, _x = 80, _y = 110 };
        for (int row = 0; row < BrickRows; row++)
        {
            game.Row(row) = Full;
        }

        return game;
    }

    /// <summary>One frame.</summary>
    /// <returns>Its points.</returns>
    public int Advance(int action)
    {
        if (++_frames > LongestGame)
        {
            Lives = 0;
            return 0;
        }

        _paddle = Math.Clamp(_paddle + (action == 2 ? PaddleSpeed : action == 3 ? -PaddleSpeed : 0), Wall, Width - Wall - PaddleWidth);
        if (_flies == 0)
        {
            if (action == 1)
            {
                Serve();
            }

            return 0;
        }

        _x += _dx;
        _y += _dy;
        if (_x < Wall || _x > Width - Wall - BallSize)
        {
            (_x, _dx) = (Math.Clamp(_x, Wall, Width - Wall - BallSize), -_dx);
        }

        if (_y < Top)
        {
            (_y, _dy) = (Top, -_dy);
        }

        if (_dy > 0 && _y + BallSize >= PaddleTop && _y < PaddleTop && _x + BallSize > _paddle && _x < _paddle + PaddleWidth)
        {
            int off = _x + 1 - (_paddle + (PaddleWidth / 2));
            (_y, _dy) = (PaddleTop - BallSize, -_dy);
            _dx = off < -4 ? -2 : off < 0 ? -1 : off <= 4 ? 1 : 2;
        }

        if (_y > Lost)
        {
            (_flies, _x, _y, Lives) = (0, 80, 110, Lives - 1);
            return 0;
        }

        return Hit();
    }

    /// <summary>Draws all of the screen.</summary>
    /// <param name="screen"><c>[210, 160, 3]</c>.</param>
    public readonly void Draw(Span<byte> screen)
    {
        screen.Clear();
        Fill(screen, 0, Top - 10, Width, 10, 0x8E8E8E);
        Fill(screen, 0, Top, Wall, Height - Top - 14, 0x8E8E8E);
        Fill(screen, Width - Wall, Top, Wall, Height - Top - 14, 0x8E8E8E);
        for (int life = 0; life < Lives; life++)
        {
            Fill(screen, 20 + (12 * life), 6, 8, 10, 0x8E8E8E);
        }

        for (int row = 0; row < BrickRows; row++)
        {
            for (uint bricks = RowOf(row); bricks != 0; bricks &= bricks - 1)
            {
                int column = BitOperations.TrailingZeroCount(bricks);
                Fill(screen, Wall + (column * BrickWidth), BrickTop + (row * BrickHeight), BrickWidth, BrickHeight, s_colours[row]);
            }
        }

        Fill(screen, _paddle, PaddleTop, PaddleWidth, 4, 0xC84848);
        if (_flies != 0)
        {
            Fill(screen, _x, _y, BallSize, BallSize, 0xC84848);
        }
    }

    private static void Fill(Span<byte> screen, int left, int top, int width, int height, int colour)
    {
        Span<byte> first = screen.Slice(3 * ((top * Width) + left), 3 * width);
        for (int x = 0; x < first.Length; x += 3)
        {
            (first[x], first[x + 1], first[x + 2]) = ((byte)(colour >> 16), (byte)(colour >> 8), (byte)colour);
        }

        for (int y = top + 1; y < Math.Min(top + height, Height); y++)
        {
            first.CopyTo(screen[(3 * ((y * Width) + left))..]);
        }
    }

    private void Serve()
    {
        Rng rng = Rng.Restore(_key, _position);
        (_flies, _x, _y) = (1, Wall + 16 + rng.NextInt(Width - (2 * Wall) - 32), 110);
        (_dx, _dy) = (rng.NextInt(2) == 0 ? -1 : 1, 2);
        _position = rng.Position;
    }

    private int Hit()
    {
        int row = (_y + 1 - BrickTop) / BrickHeight, column = (_x + 1 - Wall) / BrickWidth;
        if (_y + 1 < BrickTop || row >= BrickRows || (uint)column >= BrickColumns || (RowOf(row) & (1u << column)) == 0)
        {
            return 0;
        }

        Row(row) &= ~(1u << column);
        _dy = -_dy;
        if ((_row0 | _row1 | _row2 | _row3 | _row4 | _row5) == 0)
        {
            (_row0, _row1, _row2, _row3, _row4, _row5) = (Full, Full, Full, Full, Full, Full); // the wall comes back
        }

        return s_points[row];
    }

    private readonly uint RowOf(int row) => row switch { 0 => _row0, 1 => _row1, 2 => _row2, 3 => _row3, 4 => _row4, _ => _row5 };

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    private ref uint Row(int row)
    {
        switch (row)
        {
            case 0: return ref _row0;
            case 1: return ref _row1;
            case 2: return ref _row2;
            case 3: return ref _row3;
            case 4: return ref _row4;
            default: return ref _row5;
        }
    }
}
