namespace Coordination.Console.Live;

/// <summary>How far what is on the screen can be believed.</summary>
internal enum LiveState
{
    /// <summary>Joined and read: the board is what the server has.</summary>
    Live,

    /// <summary>The wire is being mended or the board is being read again.</summary>
    Reconnecting,

    /// <summary>It has taken too long: what is shown is old.</summary>
    Offline,
}
