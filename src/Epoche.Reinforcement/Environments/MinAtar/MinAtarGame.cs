namespace Epoche;

/// <summary>The five games of <see cref="MinAtar"/>.</summary>
public enum MinAtarGame
{
    /// <summary>A ball breaks bricks; a paddle keeps it in play. Channels: paddle, ball, trail, brick.</summary>
    Breakout,

    /// <summary>Collect gold and keep away from enemies that cross the screen. Channels: player, enemy, trail, gold.</summary>
    Asterix,

    /// <summary>Lead a chicken across eight lanes of traffic. Channels: chicken, car, and a trail for each of five speeds.</summary>
    Freeway,

    /// <summary>
    /// Shoot aliens before they land. Channels: cannon, alien, alien going left, alien going right, own bullet, enemy bullet.
    /// </summary>
    SpaceInvaders,

    /// <summary>
    /// Rescue divers with a submarine that must surface for air. Channels: submarine's front, its back, own bullet, trail, enemy bullet,
    /// fish, enemy submarine, oxygen gauge, gauge of divers on board, diver.
    /// </summary>
    Seaquest,
}
