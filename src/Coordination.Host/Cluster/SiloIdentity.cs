using System.Net;
using Coordination.Host.Composition;

namespace Coordination.Host.Cluster;

/// <summary>
/// The certificates as they are now. The files are looked at for each new connection, which is seldom; new ones serve from then on, and connections that
/// stand go on. New ones that would be refused are not taken: half of them may have been written.
/// </summary>
internal sealed class SiloIdentity
{
    private readonly Lock _lock = new();
    private readonly ClusterTlsOptions _names;
    private readonly IPAddress _address;
    private readonly ILogger _log;
    private SiloCertificateFiles _taken;
    private string? _complaint;
    private SiloCertificates _current;

    public SiloIdentity(ClusterTlsOptions names, IPAddress address, ILogger<SiloIdentity> log)
    {
        (_names, _address, _log) = (names, address, log);
        _taken = SiloCertificateFiles.Read(names);
        _current = SiloCertificates.From(_taken, address);
    }

    public SiloCertificates Current()
    {
        lock (_lock)
        {
            try
            {
                var read = SiloCertificateFiles.Read(_names);
                if (read != _taken)
                {
                    (_current, _taken, _complaint) = (SiloCertificates.From(read, _address), read, null);
                    SiloTlsLog.Changed(_log, _names.CertificateFile);
                }
            }
            catch (SiloCertificateException wrong) when (wrong.Message != _complaint)
            {
                _complaint = wrong.Message;
                SiloTlsLog.NotTaken(_log, wrong.Message);
            }
            catch (SiloCertificateException)
            {
                // Said already.
            }

            return _current;
        }
    }
}
