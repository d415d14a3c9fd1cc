using System.Text.Json.Nodes;

namespace Coordination.Deploy.Tests;

/// <summary>The compose files, one alone or one over the other as <c>docker compose --file … --file …</c> reads them.</summary>
internal static class Compose
{
    public const string Base = "compose.yaml";
    public const string SqlServer = "compose.sqlserver.yaml";

    private static readonly string[] Replaced = ["command", "entrypoint", "test"];

    public static JsonObject OnPostgres { get; } = Yaml.Read(Base);

    public static JsonObject OnSqlServer { get; } = Merge(Yaml.Read(Base), Yaml.Read(SqlServer));

    public static IEnumerable<(string Name, JsonNode Service)> Services(this JsonObject file) => file["services"]!.AsObject().Select(pair => (pair.Key, pair.Value!));

    /// <summary>The services that run our image with the server in it.</summary>
    public static IEnumerable<(string Name, JsonNode Service)> Servers(this JsonObject file)
        => file.Services().Where(one => one.Service["image"].Text().StartsWith("coordination:", StringComparison.Ordinal) && one.Service["entrypoint"] is null);

    /// <summary>Mappings are merged, lists are joined, all else is replaced; and so is what would make no sense joined.</summary>
    private static JsonObject Merge(JsonObject below, JsonObject above)
    {
        foreach (var (key, value) in above)
        {
            below[key] = (below[key], value) switch
            {
                (JsonObject one, JsonObject other) => Merge((JsonObject)one.DeepClone(), other),
                (JsonArray one, JsonArray other) when !Replaced.Contains(key) => new JsonArray([.. one.Concat(other).Select(item => item?.DeepClone())]),
                _ => value?.DeepClone(),
            };
        }

        return below;
    }
}
