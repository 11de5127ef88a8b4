using AsrService.Telemetry;
using OpenTelemetry.Metrics;

namespace AsrService.Tests.Server;

/// <summary>Names after OpenTelemetry's rules for Prometheus.</summary>
public sealed class PrometheusNameTests
{
    [Theory]
    [InlineData("asr.jobs.ended", "{job}", MetricType.LongSum, "asr_jobs_ended_total")]
    [InlineData("asr.jobs.queued", "{job}", MetricType.LongGauge, "asr_jobs_queued")]
    [InlineData("asr.audio.transcribed", "s", MetricType.DoubleSum, "asr_audio_transcribed_seconds_total")]
    [InlineData("asr.job.wait.duration", "s", MetricType.Histogram, "asr_job_wait_duration_seconds")]
    [InlineData("asr.spool.free", "By", MetricType.LongGauge, "asr_spool_free_bytes")]
    [InlineData("asr.job.real_time_factor", "1", MetricType.Histogram, "asr_job_real_time_factor")]
    [InlineData("pool.use", "1", MetricType.DoubleGauge, "pool_use_ratio")]
    [InlineData("net.speed", "By/s", MetricType.DoubleGauge, "net_speed_bytes_per_second")]
    [InlineData("net.bytes", "By", MetricType.LongSumNonMonotonic, "net_bytes")]
    [InlineData("2.x--y", "", MetricType.LongGauge, "_2_x_y")]
    public void A_name_has_its_unit_and_counters_their_total(string name, string unit, MetricType type, string expected) =>
        Assert.Equal(expected, PrometheusName.Of(name, unit, type));
}
