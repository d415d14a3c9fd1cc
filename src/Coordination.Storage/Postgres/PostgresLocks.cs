using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Coordination.Storage.Postgres;

/// <summary>The numbers of our advisory locks. They are the same on every machine and in every version.</summary>
internal static class PostgresLocks
{
    /// <summary>Held shared by every server that has the database open; a rebuild of rows takes it alone.</summary>
    public const long Servers = 0x636f6f7264;

    /// <summary>Held while the schema is changed.</summary>
    public const long Schema = 0x636f6f7265;

    /// <summary>Held for the time of a transaction by whoever uses or closes a key.</summary>
    public static long OfKey(string key) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Held by a process as long as it lives: the last sixteen digits of its incarnation's name.</summary>
    public static long OfIncarnation(string writer) => long.Parse(writer[^16..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
