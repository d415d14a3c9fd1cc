namespace Coordination.Grains.Access;

/// <summary>The key under which the processes of one database seal their calls to grains. Whoever has it speaks for anybody, so it never leaves them.</summary>
public sealed class CallerKey
{
    /// <summary>Under which words it follows from the master key.</summary>
    public const string Purpose = "caller";

    public CallerKey(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        Bytes = bytes.Length >= 32 ? bytes : throw new ArgumentException("A key has at least 32 bytes.", nameof(bytes));
    }

    internal byte[] Bytes { get; }
}
