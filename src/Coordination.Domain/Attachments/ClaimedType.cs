namespace Coordination.Domain.Attachments;

/// <summary>What a name or a sender says that a file is, against what it is.</summary>
public static class ClaimedType
{
    private const string Zip = "application/zip";
    private const string Ole = "application/x-ole-storage";
    private const string Office = "application/vnd.openxmlformats-officedocument.";

    /// <summary>What files of an ending may be. Older Office files share one container, newer ones are zips.</summary>
    private static readonly Dictionary<string, string[]> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = ["application/pdf"],
        [".png"] = ["image/png"],
        [".jpg"] = ["image/jpeg"],
        [".jpeg"] = ["image/jpeg"],
        [".gif"] = ["image/gif"],
        [".webp"] = ["image/webp"],
        [".svg"] = ["image/svg+xml"],
        [".tif"] = ["image/tiff"],
        [".tiff"] = ["image/tiff"],
        [".mp4"] = ["video/mp4"],
        [".wav"] = ["audio/wav"],
        [".zip"] = [Zip],
        [".gz"] = ["application/gzip"],
        [".tgz"] = ["application/gzip"],
        [".bz2"] = ["application/x-bzip2"],
        [".xz"] = ["application/x-xz"],
        [".zst"] = ["application/zstd"],
        [".7z"] = ["application/x-7z-compressed"],
        [".rar"] = ["application/vnd.rar"],
        [".tar"] = ["application/x-tar"],
        [".cab"] = ["application/vnd.ms-cab-compressed"],
        [".doc"] = [Ole],
        [".xls"] = [Ole],
        [".ppt"] = [Ole],
        [".msi"] = [Ole],
        [".msg"] = [Ole],
        [".docx"] = [$"{Office}wordprocessingml.document", Zip],
        [".docm"] = [$"{Office}wordprocessingml.document", Zip],
        [".xlsx"] = [$"{Office}spreadsheetml.sheet", Zip],
        [".xlsm"] = [$"{Office}spreadsheetml.sheet", Zip],
        [".pptx"] = [$"{Office}presentationml.presentation", Zip],
        [".jar"] = ["application/java-archive", Zip],
        [".apk"] = ["application/vnd.android.package-archive", "application/java-archive", Zip],
        [".rtf"] = ["application/rtf"],
        [".exe"] = ["application/vnd.microsoft.portable-executable"],
        [".dll"] = ["application/vnd.microsoft.portable-executable"],
        [".sys"] = ["application/vnd.microsoft.portable-executable"],
        [".lnk"] = ["application/x-ms-shortcut"],
        [".elf"] = ["application/x-elf"],
        [".so"] = ["application/x-elf"],
        [".pcap"] = ["application/vnd.tcpdump.pcap", "application/x-pcapng"],
        [".pcapng"] = ["application/x-pcapng"],
        [".evtx"] = ["application/x-evtx"],
        [".html"] = ["text/html", MediaType.Text],
        [".htm"] = ["text/html", MediaType.Text],
        [".xml"] = ["application/xml", MediaType.Text],
        [".txt"] = [MediaType.Text],
        [".log"] = [MediaType.Text],
        [".csv"] = [MediaType.Text],
        [".json"] = [MediaType.Text],
        [".md"] = [MediaType.Text],
        [".eml"] = ["message/rfc822", MediaType.Text],
    };

    private static readonly HashSet<string> Known = [.. Endings.Values.SelectMany(types => types)];

    /// <summary>The claim that the content does not keep; null where nothing is claimed, or it is kept.</summary>
    /// <param name="given">The media type that the sender gave.</param>
    public static string? Broken(string name, string? given, string found)
    {
        var ending = name.LastIndexOf('.') is var dot and >= 0 ? name[dot..] : "";
        if (Endings.TryGetValue(ending, out var types) && !types.Contains(found))
        {
            return types[0];
        }

        var type = (given ?? "").Split(';')[0].Trim().ToLowerInvariant();
        return Known.Contains(type) && type != found && !(type == Zip && (types?.Contains(found) ?? false)) && !(type == MediaType.Text && IsText(found)) ? type : null;
    }

    private static bool IsText(string found) => found.StartsWith("text/", StringComparison.Ordinal) || found is "application/xml" or "message/rfc822" or "image/svg+xml";
}
