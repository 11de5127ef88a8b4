using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AsrService.Data.Migrations
{
    /// <inheritdoc />
    public partial class AudioUrls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_jobs_audio_key",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_audio_to_expire",
                table: "jobs");

            migrationBuilder.AlterColumn<byte[]>(
                name: "audio_sha256",
                table: "jobs",
                type: "bytea",
                nullable: true,
                oldClrType: typeof(byte[]),
                oldType: "bytea");

            migrationBuilder.AlterColumn<string>(
                name: "audio_key",
                table: "jobs",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<long>(
                name: "audio_bytes",
                table: "jobs",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<string>(
                name: "audio_url",
                table: "jobs",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_jobs_audio_key",
                table: "jobs",
                column: "audio_key",
                filter: "audio_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_audio_to_expire",
                table: "jobs",
                column: "finished_at",
                filter: "finished_at is not null and audio_deleted_at is null and audio_key is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_jobs_audio_key",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ix_jobs_audio_to_expire",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "audio_url",
                table: "jobs");

            migrationBuilder.AlterColumn<byte[]>(
                name: "audio_sha256",
                table: "jobs",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0],
                oldClrType: typeof(byte[]),
                oldType: "bytea",
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "audio_key",
                table: "jobs",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "audio_bytes",
                table: "jobs",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_jobs_audio_key",
                table: "jobs",
                column: "audio_key");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_audio_to_expire",
                table: "jobs",
                column: "finished_at",
                filter: "finished_at is not null and audio_deleted_at is null");
        }
    }
}
